import { assertEquals } from "@std/assert";
import { createAddressPace } from "@/lib/labs/address_pace.ts";

/** A pace on a clock that stands until it is moved. */
function pacedWrites() {
  let now = 1000;
  let due: { readonly at: number; readonly resolve: () => void } | null = null;
  const writes: [how: string, time: number][] = [];
  const pace = createAddressPace((how) => void writes.push([how, now]), {
    now: () => now,
    wait: (milliseconds) => new Promise((resolve) => void (due = { at: now + milliseconds, resolve })),
  });
  async function passTo(time: number): Promise<void> {
    now = time;
    if (due !== null && due.at <= time) due.resolve();
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
  return { pace, writes, passTo };
}

Deno.test("createAddressPace() writes a first change at once, and every 400 ms while changes go on", async () => {
  const { pace, writes, passTo } = pacedWrites();
  for (let time = 1000; time <= 2300; time += 100) {
    await passTo(time);
    pace.replaceSoon();
  }
  await passTo(2599);
  const times = [1000, 1400, 1800, 2200];
  assertEquals(writes, times.map((time) => ["replace", time]));
  await passTo(2600);
  assertEquals(writes.slice(times.length), [["replace", 2600]]);
});

Deno.test("flush() writes what waits, once; push() leaves nothing waiting", async () => {
  const { pace, writes, passTo } = pacedWrites();
  pace.flush();
  assertEquals(writes, []);
  pace.replaceSoon();
  pace.replaceSoon();
  await passTo(1100);
  pace.flush();
  pace.flush();
  pace.replaceSoon();
  pace.push();
  pace.flush();
  await passTo(3000);
  assertEquals(writes, [["replace", 1000], ["replace", 1100], ["push", 1100]]);
});
