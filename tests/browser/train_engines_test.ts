/** The backends of tfjs in Chromium, each alone: PyTorch's losses on WASM, CPU and WebGPU, and memory that stays. */
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { browserTests } from "@/tests/browser/browser_tests.ts";
import { runInWorker } from "@/tests/browser/training_worker_client.ts";
import { DEFAULT_SETTINGS, type TrainingSettings } from "@/lib/training/training_settings.ts";
import worked from "@/tests/reference/torch_neural_ngram.json" with { type: "json" };
import reference from "@/tests/reference/torch_training.json" with { type: "json" };

const test = browserTests({ models: "none", webgpu: true });

function settingsOf(run: typeof reference.runs[number]): TrainingSettings {
  const { context, embedding, hidden, batch, steps, seed, rate, tied } = run;
  const choices = { activation: run.activation, optimizer: run.optimizer, schedule: run.schedule };
  const sizes = { context, embedding, hidden, batch, steps, seed, learning_rate: rate, tie: tied };
  return {
    ...DEFAULT_SETTINGS,
    ...choices,
    ...sizes,
    corpus: reference.sentences.join("\n"),
  } as TrainingSettings;
}

for (const backend of ["wasm", "cpu", "webgpu"] as const) {
  test(`${backend} has PyTorch's losses for all 120 steps of the worked example`, async ({ open }) => {
    const { page } = await open("/privacy");
    // Without a GPU its WebGPU computes on the processor, a second a few steps.
    const seeds = backend === "webgpu" ? ["7"] as const : ["0", "1", "7", "42"] as const;
    for (const seed of seeds) {
      const settings = { ...DEFAULT_SETTINGS, seed: Number(seed) };
      const run = await runInWorker(page, { settings, backend, warmUp: 20, steps: 100 });
      assertEquals([run.backend, run.losses.length], [backend, 120]);
      run.losses.forEach((loss, step) =>
        assertAlmostEquals(loss, worked.runs[seed].losses[step]!, 1e-4, `seed ${seed}, step ${step}`)
      );
      assertAlmostEquals(run.trainLoss!, worked.runs[seed].final_loss, 1e-4);
    }
  });

  test(`${backend} has PyTorch's losses with other sizes, activations, optimizers, batches, ties`, async ({ open }) => {
    const { page } = await open("/privacy");
    for (const [index, expected] of reference.runs.entries()) {
      if (backend === "webgpu" && ![2, 7, 9].includes(index)) continue;
      const { steps } = expected;
      const run = await runInWorker(page, {
        settings: settingsOf(expected),
        backend,
        warmUp: 1,
        steps: steps - 1,
      });
      run.losses.forEach((loss, step) =>
        assertAlmostEquals(loss, expected.losses[step]!, 1e-4, `run ${index}, step ${step}`)
      );
    }
  });
}

test("10,000 steps on WASM leave as many tensors and bytes as the first ones", async ({ open }) => {
  const { page } = await open("/privacy");
  const settings = { ...DEFAULT_SETTINGS, steps: 10_000, batch: 4 };
  const run = await runInWorker(page, { settings, backend: "wasm", warmUp: 100, steps: 9900 });
  assertEquals(run.memory, run.memoryBefore);
  assert(run.losses.length === 10_000 && run.losses.every(Number.isFinite));
});
