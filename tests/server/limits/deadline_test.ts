import { assertEquals, assertRejects } from "@std/assert";
import { createDeadline } from "@/lib/server/limits/deadline.ts";

const late = () => new RangeError("late");
const never = new Promise<never>(() => {});

/** Keeps the process alive meanwhile, as a server's port does: a deadline does not. */
async function alive(run: () => Promise<void>): Promise<void> {
  const timer = setInterval(() => {}, 1000);
  await run().finally(() => clearInterval(timer));
}

/** Runs with a clock that the test sets, and signals that it fires. */
async function byHand(run: (clock: { time: number }, signals: Signal[]) => Promise<void>): Promise<void> {
  const { now } = Date;
  const { timeout } = AbortSignal;
  const clock = { time: 70_000 };
  const signals: Signal[] = [];
  Date.now = () => clock.time;
  AbortSignal.timeout = (wait) => {
    const controller = new AbortController();
    signals.push({ wait, fire: () => controller.abort() });
    return controller.signal;
  };
  await run(clock, signals).finally(() => {
    Date.now = now;
    AbortSignal.timeout = timeout;
  });
}

interface Signal {
  readonly wait: number;
  readonly fire: () => void;
}

Deno.test("createDeadline() gives up work that takes too long, each piece at its own time", () =>
  byHand(async (clock, signals) => {
    const deadline = createDeadline(30, late);
    const settled: string[] = [];
    const first = assertRejects(() => deadline(never).finally(() => settled.push("first")), RangeError);
    clock.time += 10;
    const second = assertRejects(() => deadline(never).finally(() => settled.push("second")), RangeError);
    assertEquals(signals.map(({ wait }) => wait), [30], "one timer for both");
    clock.time += 20;
    signals[0]!.fire();
    await first;
    assertEquals([settled, signals.map(({ wait }) => wait)], [["first"], [30, 10]]);
    clock.time += 10;
    signals[1]!.fire();
    await second;
    assertEquals([settled, signals.length], [["first", "second"], 2]);
  }));

Deno.test("createDeadline() starts its timer anew where nothing waited any more", () =>
  byHand(async (clock, signals) => {
    const deadline = createDeadline(30, late);
    assertEquals(await deadline(Promise.resolve("body")), "body");
    clock.time += 30;
    signals[0]!.fire();
    const given = assertRejects(() => deadline(never), RangeError);
    assertEquals(signals.map(({ wait }) => wait), [30, 30]);
    clock.time += 30;
    signals[1]!.fire();
    await given;
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
