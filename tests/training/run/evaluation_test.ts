/** How many examples a loss is measured on. */
import { assertEquals } from "@std/assert";
import { createPlainEngine } from "@/lib/training/engines/plain_engine.ts";
import { prepareRun, startRun } from "@/lib/training/run/start_run.ts";
import { MAX_EVALUATED } from "@/lib/training/run/training_run.ts";
import { DEFAULT_SETTINGS } from "@/lib/training/training_settings.ts";

/** Sizes of the parts that an engine measures: of the training examples, and of the held-out ones. */
async function measured(examples: number, batch: number, held_out: number): Promise<[number[], number[]]> {
  // Three words with a context of two: one example a sentence.
  const texts = Array.from({ length: examples }, (_, i) => `a${i % 7} b${i % 5} c${i % 3}`);
  const prepared = prepareRun(texts, { ...DEFAULT_SETTINGS, batch, held_out, embedding: 2, hidden: 2 });
  const engine = createPlainEngine(prepared.spec);
  const parts: number[] = [];
  const run = startRun(prepared, {
    ...engine,
    loss: (set) => (parts.push(set.targets.length), Promise.resolve(set.targets.length)),
  });
  await run.trainLoss();
  const train = parts.splice(0);
  await run.heldOutLoss();
  return [train, parts];
}

const sum = (parts: readonly number[]) => parts.reduce((total, part) => total + part, 0);

Deno.test("a run of whole batches measures all of its examples at once, one of small batches 2,048 spread ones", async () => {
  assertEquals(MAX_EVALUATED, 2048);
  assertEquals(await measured(3000, 0, 0), [[3000], []]);
  const [train] = await measured(3000, 32, 0);
  assertEquals([sum(train), Math.max(...train), train.length], [2048, 256, 8]);
  const [few] = await measured(300, 32, 0);
  assertEquals(few, [256, 44]);
});

Deno.test("held-out examples are measured 2,048 at most, however the training ones are", async () => {
  const [train, heldOut] = await measured(10_000, 0, 50);
  assertEquals([train.length, sum(heldOut), Math.max(...heldOut)], [1, 2048, 256]);
});

Deno.test("a loss of parts is the mean over examples, not over parts", async () => {
  const texts = Array.from({ length: 300 }, (_, i) => `a${i % 7} b${i % 5} c${i % 3}`);
  const prepared = prepareRun(texts, {
    ...DEFAULT_SETTINGS,
    batch: 32,
    held_out: 0,
    embedding: 2,
    hidden: 2,
  });
  const engine = createPlainEngine(prepared.spec);
  const run = startRun(prepared, {
    ...engine,
    loss: (set) => Promise.resolve(set.targets.length === 256 ? 1 : 4),
  });
  assertEquals(await run.trainLoss(), (256 * 1 + 44 * 4) / 300);
});
