import { assertEquals, assertRejects } from "@std/assert";
import { createDeadline } from "@/lib/server/limits/deadline.ts";

const late = () => new RangeError("late");
const never = new Promise<never>(() => {});

/** Keeps the process alive meanwhile, as a server's port does: a deadline does not. */
async function alive(run: () => Promise<void>): Promise<void> {
  const timer = setInterval(() => {}, 1000);
  await run().finally(() => clearInterval(timer));
}

Deno.test("createDeadline() gives up work that takes too long, each piece at its own time", () =>
  alive(async () => {
    const deadline = createDeadline(30, late);
    const settled: string[] = [];
    const first = assertRejects(() => deadline(never).finally(() => settled.push("first")), RangeError);
    await new Promise((resolve) => setTimeout(resolve, 15));
    const second = assertRejects(() => deadline(never).finally(() => settled.push("second")), RangeError);
    await first;
    assertEquals(settled, ["first"]);
    await second;
    assertEquals(settled, ["first", "second"]);
  }));

Deno.test("createDeadline() passes on what comes in time, also beside what does not", () =>
  alive(async () => {
    const deadline = createDeadline(20, late);
    const givenUp = assertRejects(() => deadline(never), RangeError, "late");
    assertEquals(await deadline(Promise.resolve("body")), "body");
    await assertRejects(() => deadline(Promise.reject(new TypeError("gone"))), TypeError, "gone");
    await givenUp;
    await assertRejects(() => deadline(never), RangeError, "late");
  }));

Deno.test("createDeadline() ignores what late work still gives, and keeps no process alive", () =>
  alive(async () => {
    const deadline = createDeadline(5, late);
    const slow = new Promise<string>((_, reject) => setTimeout(() => reject(new TypeError("at last")), 20));
    await assertRejects(() => deadline(slow), RangeError);
    await slow.catch(() => {});
    const patient = createDeadline(60_000, late);
    assertEquals(await Promise.all([1, 2, 3].map((each) => patient(Promise.resolve(each)))), [1, 2, 3]);
  }));
