import { assert, assertEquals } from "@std/assert";
import { readConfig } from "@/lib/server/config.ts";
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

Deno.test("/healthz tells the longest hold, and the warning names the route, never the address", async () => {
  const { createSite } = await import("@/main.ts");
  const warnings: string[] = [];
  let skipped = 0;
  const now = () => performance.now() + skipped;
  const monitor = createLoopMonitor({ now, warn: (each) => warnings.push(each) });
  const site = createSite(readConfig(() => undefined), () => {}, null, { monitor });
  await (await site(new Request("http://site.test/softmax?logits=7,9"))).body?.cancel();
  skipped += 3000;
  await new Promise((resolve) => setTimeout(resolve, 60));
  const report = await (await site(new Request("http://site.test/healthz"))).json();
  monitor.stop();
  assert(report.longest_hold_milliseconds >= 2900, JSON.stringify(report));
  assert(warnings.some((each) => each.includes("GET /softmax") && !each.includes("7,9")), warnings.join());
});
