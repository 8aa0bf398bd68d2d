import { assert, assertEquals } from "@std/assert";
import { createLoopMonitor } from "@/lib/server/observe/loop_monitor.ts";

Deno.test("createLoopMonitor() tells the longest hold of the last minute, and warns of a long one", async () => {
  const warnings: string[] = [];
  let skipped = 0;
  const monitor = createLoopMonitor({
    now: () => performance.now() + skipped,
    warn: (each) => warnings.push(each),
  });
  await new Promise((resolve) => setTimeout(resolve, 50));
  skipped += 5000;
  await new Promise((resolve) => setTimeout(resolve, 60));
  assert(monitor.longest() >= 4900 && monitor.longest() < 6000, `${monitor.longest()}`);
  assert(warnings.some((each) => /held for [45]\d{3} ms by one of: no request/.test(each)), warnings.join());
  skipped += 61_000;
  assertEquals(monitor.longest(), 0);
  monitor.stop();
});
