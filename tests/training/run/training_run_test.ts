import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import type { TrainingEngine } from "@/lib/training/engines/engine.ts";
import { initialWeights, networkShape, PARAMETERS } from "@/lib/training/network/network.ts";
import { createPlainEngine } from "@/lib/training/engines/plain_engine.ts";
import { TorchGenerator } from "@/lib/training/network/torch_generator.ts";
import { prepareData } from "@/lib/training/data/training_data.ts";
import { TrainingRun } from "@/lib/training/run/training_run.ts";
import {
  type Activation,
  DEFAULT_SETTINGS,
  type OptimizerName,
  type Schedule,
  type TrainingSettings,
} from "@/lib/training/training_settings.ts";
import worked from "@/tests/reference/torch_neural_ngram.json" with { type: "json" };
import reference from "@/tests/reference/torch_training.json" with { type: "json" };

/** How far a loss may be from PyTorch's, in nats. */
const TOLERANCE = 1e-4;

function start(settings: TrainingSettings, sentences: readonly string[]) {
  const data = prepareData(sentences, settings);
  const shape = networkShape(settings, data.tokenizer.tokens.length);
  const generator = new TorchGenerator(settings.seed);
  const weights = initialWeights(shape, generator);
  const engine: TrainingEngine = createPlainEngine({ shape, optimizer: settings.optimizer, weights });
  return { data, weights, run: new TrainingRun({ settings, data, engine, generator }) };
}

for (const [seed, expected] of Object.entries(worked.runs)) {
  Deno.test(`the worked example with seed ${seed} has PyTorch's losses`, async () => {
    const { run, weights, data } = start({ ...DEFAULT_SETTINGS, seed: Number(seed) }, worked.sentences);
    assertEquals(data.tokenizer.tokens, worked.vocabulary);
    const first = expected.initial_weights;
    if (first) {
      const stored = [
        first["0.weight"],
        first["2.weight"],
        first["2.bias"],
        first["4.weight"],
        first["4.bias"],
      ];
      PARAMETERS.forEach((name, index) => {
        const values = stored[index]!.flat();
        values.forEach((value, i) => assertAlmostEquals(weights[name][i]!, value, 5e-7, `${name} ${i}`));
      });
    }
    for (const [step, loss] of expected.losses.entries()) {
      assertAlmostEquals((await run.advance()).loss, loss, TOLERANCE, `step ${step}`);
    }
    assertAlmostEquals(await run.trainLoss(), expected.final_loss, TOLERANCE, "final");
  });
}

for (const [index, expected] of reference.runs.entries()) {
  Deno.test(`PyTorch's run ${index} (context ${expected.context}, ${expected.activation}, ${expected.optimizer}, batch ${expected.batch}) has the same losses`, async () => {
    const { context, embedding, hidden, batch, steps, seed } = expected;
    const { run } = start({
      ...DEFAULT_SETTINGS,
      context,
      embedding,
      hidden,
      batch,
      steps,
      seed,
      activation: expected.activation as Activation,
      optimizer: expected.optimizer as OptimizerName,
      schedule: expected.schedule as Schedule,
      learning_rate: expected.rate,
      tie: expected.tied,
    }, reference.sentences);
    for (const [step, loss] of expected.losses.entries()) {
      const record = await run.advance({ norms: true });
      assertAlmostEquals(record.loss, loss, TOLERANCE, `step ${step}`);
      const norm = Math.hypot(...Object.values(record.gradientNorms ?? {}));
      const known = expected.gradient_norms[step];
      if (known !== undefined) assertAlmostEquals(norm, known, 1e-3 * known, `gradient norm ${step}`);
    }
    assertAlmostEquals(await run.trainLoss(), expected.final_loss, TOLERANCE, "final");
  });
}

Deno.test("TrainingRun.restore() repeats the run from any checkpoint, batches and dropout included", async () => {
  const settings = { ...DEFAULT_SETTINGS, batch: 5, dropout: 0.3, steps: 30 };
  const { run } = start(settings, worked.sentences);
  for (let step = 0; step < 7; step++) await run.advance();
  const checkpoint = await run.save();
  const first = [];
  for (let step = 7; step < 30; step++) first.push((await run.advance()).loss);
  run.restore(checkpoint);
  assertEquals(run.step, 7);
  const again = [];
  for (let step = 7; step < 30; step++) again.push((await run.advance()).loss);
  assertEquals(again, first);
});

Deno.test("TrainingRun says why a run diverged", async () => {
  const settings = { ...DEFAULT_SETTINGS, optimizer: "sgd" as const, learning_rate: 1e6 };
  const { run } = start(settings, worked.sentences);
  while (run.divergence === null && run.step < 50) await run.advance();
  assert(run.divergence?.includes("Lower the learning rate"), `${run.divergence}`);
});
