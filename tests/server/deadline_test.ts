import { assertEquals, assertRejects } from "@std/assert";
import { createDeadline } from "@/lib/server/deadline.ts";

const late = () => new RangeError("late");

Deno.test("createDeadline() gives up work that takes too long, each piece at its own time", async () => {
  const deadline = createDeadline(30, late);
  const settled: string[] = [];
  const never = new Promise<never>(() => {});
  const first = assertRejects(() => deadline(never).finally(() => settled.push("first")), RangeError, "late");
  await new Promise((resolve) => setTimeout(resolve, 15));
  const second = assertRejects(() => deadline(never).finally(() => settled.push("second")), RangeError);
  await first;
  assertEquals(settled, ["first"]);
  await second;
  assertEquals(settled, ["first", "second"]);
});

Deno.test("createDeadline() passes on what comes in time, also beside what does not", async () => {
  const deadline = createDeadline(20, late);
  const never = assertRejects(() => deadline(new Promise<never>(() => {})), RangeError);
  assertEquals(await deadline(Promise.resolve("body")), "body");
  await assertRejects(() => deadline(Promise.reject(new TypeError("gone"))), TypeError, "gone");
  await never;
});

Deno.test("createDeadline() leaves no timer behind, and ignores what late work still gives", async () => {
  const deadline = createDeadline(5, late);
  const slow = new Promise<string>((_, reject) => setTimeout(() => reject(new TypeError("at last")), 20));
  await assertRejects(() => deadline(slow), RangeError);
  await slow.catch(() => {});
  const patient = createDeadline(60_000, late);
  assertEquals(await Promise.all([1, 2, 3].map((each) => patient(Promise.resolve(each)))), [1, 2, 3]);
});
