import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { setBackend } from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-backend-cpu";
import type { EngineSpec, TrainingEngine } from "@/lib/training/engines/engine.ts";
import {
  initialWeights,
  learnedParameters,
  type NetworkShape,
  PARAMETERS,
} from "@/lib/training/network/network.ts";
import { createPlainEngine } from "@/lib/training/engines/plain_engine.ts";
import { createTfjsEngine } from "@/lib/training/engines/tfjs_engine.ts";
import { TorchGenerator } from "@/lib/training/network/torch_generator.ts";
import { ACTIVATIONS, OPTIMIZERS } from "@/lib/training/training_settings.ts";
import { randomBatch } from "@/tests/training/random_batch.ts";

await setBackend("cpu");

function specOf(shape: NetworkShape, optimizer: EngineSpec["optimizer"]): EngineSpec {
  return { shape, optimizer, weights: initialWeights(shape, new TorchGenerator(3)) };
}

async function lossesOf(engine: TrainingEngine, shape: NetworkShape, dropout: number): Promise<number[]> {
  const losses: number[] = [];
  for (let step = 0; step < 12; step++) {
    const batch = randomBatch(shape, 9 + step % 2, step, dropout);
    const { loss, gradientNorms } = await engine.step(batch, { rate: 0.02, norms: true });
    losses.push(loss, ...Object.values(gradientNorms!));
  }
  losses.push(await engine.loss(randomBatch(shape, 20, 99)));
  return losses;
}

for (const activation of ACTIVATIONS) {
  for (const optimizer of OPTIMIZERS) {
    for (const tied of [false, true]) {
      Deno.test(`the tfjs engine learns as the plain one: ${activation}, ${optimizer}, tied ${tied}`, async () => {
        const shape = { vocabulary: 11, context: 3, embedding: 6, hidden: 6, activation, tied };
        const spec = specOf(shape, optimizer);
        const [plain, tfjs] = [createPlainEngine(spec), createTfjsEngine(spec, "cpu")];
        const dropout = tied ? 0.25 : 0;
        const [expected, actual] = [
          await lossesOf(plain, shape, dropout),
          await lossesOf(tfjs, shape, dropout),
        ];
        expected.forEach((value, i) => assertAlmostEquals(actual[i]!, value, 2e-5, `figure ${i}`));
        const [a, b] = [await plain.save(), await tfjs.save()];
        for (const name of PARAMETERS) {
          a.weights[name].forEach((value, i) => assertAlmostEquals(b.weights[name][i]!, value, 1e-4, name));
        }
        assertEquals(a.updates, b.updates);
        tfjs.dispose();
      });
    }
  }
}

Deno.test("the tfjs engine goes on from what it saved, to the bit", async () => {
  const shape: NetworkShape = {
    vocabulary: 7,
    context: 2,
    embedding: 3,
    hidden: 5,
    activation: "gelu",
    tied: false,
  };
  const engine = createTfjsEngine(specOf(shape, "adam"), "cpu");
  await engine.step(randomBatch(shape, 8, 1), { rate: 0.1 });
  const state = await engine.save();
  const after = [];
  for (let step = 0; step < 4; step++) {
    after.push((await engine.step(randomBatch(shape, 8, step), { rate: 0.1 })).loss);
  }
  engine.restore(state);
  for (const [step, loss] of after.entries()) {
    assertEquals((await engine.step(randomBatch(shape, 8, step), { rate: 0.1 })).loss, loss);
  }
  assertEquals(Object.keys(state.moments).sort(), [...learnedParameters(shape)].sort());
  engine.dispose();
});

Deno.test("10,000 steps leave as many tensors and bytes as one", async () => {
  const shape: NetworkShape = {
    vocabulary: 8,
    context: 2,
    embedding: 2,
    hidden: 3,
    activation: "gelu",
    tied: false,
  };
  const engine = createTfjsEngine(specOf(shape, "adam"), "cpu");
  const batch = randomBatch(shape, 4, 1);
  await engine.step(batch, { rate: 0.01, norms: true });
  const before = engine.memory();
  for (let step = 0; step < 10_000; step++) await engine.step(batch, { rate: 0.01, norms: step % 10 === 0 });
  assertEquals(engine.memory(), before);
  engine.dispose();
  assert(engine.memory().tensors < before.tensors);
});
