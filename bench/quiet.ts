/**
 * Waits for a quiet machine: whoever shares it would be measured too.
 *
 * @module
 */

/** Resolves once others have used less than `share` of the processors for two seconds; at once where the system does not tell. */
export async function untilQuiet(share: number): Promise<void> {
  if (share >= 1) return;
  for (let calm = 0; calm < 2;) {
    const before = await readTimes();
    await new Promise((resolve) => setTimeout(resolve, 1000));
    const after = await readTimes();
    if (before === null || after === null) return;
    calm = (after.busy - before.busy) / (after.all - before.all) < share ? calm + 1 : 0;
  }
}

/** Processor time since the start, in ticks; what runs at low priority counts as idle. Null where there is no `/proc`. */
async function readTimes(): Promise<{ busy: number; all: number } | null> {
  const text = await Deno.readTextFile("/proc/stat").catch(() => null);
  if (text === null) return null;
  const [user, nice, system, idle, wait, irq, softIrq, steal] = text.split("\n")[0]!.split(/\s+/).slice(1)
    .map(Number);
  const busy = user! + system! + irq! + softIrq! + steal!;
  return { busy, all: busy + nice! + idle! + wait! };
}
