/** Which steps of a run can be gone back to: at most 61, and no more than 96 MB of them. */
import { assertEquals } from "@std/assert";
import { CheckpointShelf } from "@/lib/training/run/checkpoint_shelf.ts";
import type { Checkpoint } from "@/lib/training/run/training_run.ts";

const at = (step: number) => ({ step }) as unknown as Checkpoint;

/** The first step after 0 at which a checkpoint is due. */
function intervalOf(steps: number, bytes: number): number {
  const shelf = new CheckpointShelf(steps, bytes);
  let step = 1;
  while (!shelf.isDue(step)) step++;
  return step;
}

Deno.test("61 checkpoints divide a run's steps, fewer where they are large, and three whatever their size", () => {
  assertEquals([intervalOf(60, 1), intervalOf(61, 1), intervalOf(120, 1), intervalOf(121, 1)], [1, 2, 2, 3]);
  // 96 MB are 61 of 1,573,770 bytes, and 60 of one byte more.
  assertEquals([intervalOf(60, 1_573_770), intervalOf(60, 1_573_771)], [1, 2]);
  assertEquals([intervalOf(100, 24_000_000), intervalOf(100, 24_000_001)], [34, 50]);
  assertEquals([intervalOf(100, 500_000_000), intervalOf(1, 1), intervalOf(0, 0)], [50, 1, 1]);
});

Deno.test("a checkpoint is due at every interval, where none stands yet", () => {
  const shelf = new CheckpointShelf(100, 48_000_000);
  assertEquals([0, 25, 49, 50, 100].map((step) => shelf.isDue(step)), [true, false, false, true, true]);
  shelf.add(at(50));
  assertEquals([shelf.isDue(50), shelf.isDue(0)], [false, true]);
});

Deno.test("where there is no room for more every other one goes, and the interval doubles", () => {
  const shelf = new CheckpointShelf(100, 48_000_000);
  for (const step of [0, 100, 50]) shelf.add(at(step));
  assertEquals(shelf.steps, [0, 50, 100]);
  shelf.add(at(150));
  assertEquals(shelf.steps, [0, 100]);
  assertEquals([50, 150, 200].map((step) => shelf.isDue(step)), [false, false, true]);
});

Deno.test("before() is the last checkpoint at or before a step", () => {
  const shelf = new CheckpointShelf(100, 48_000_000);
  assertEquals(shelf.before(7), null);
  for (const step of [0, 50, 100]) shelf.add(at(step));
  assertEquals([0, 49, 50, 99, 100, 7000].map((step) => shelf.before(step)!.step), [0, 0, 50, 50, 100, 100]);
  assertEquals(shelf.before(-1), null);
});
