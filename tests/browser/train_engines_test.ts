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

test("a GPU that is lost in the middle of a run is replaced, and the losses stay PyTorch's", async ({ open }) => {
  const { page } = await open("/privacy");
  // The worker's device is noted when it is made, so that it can be destroyed as a reset of the driver would.
  page.on("workercreated", (worker) =>
    void worker.evaluate(() => {
      const scope = globalThis as unknown as { devices: GPUDevice[] };
      const request = GPUAdapter.prototype.requestDevice;
      scope.devices = [];
      GPUAdapter.prototype.requestDevice = async function (descriptor) {
        const device = await request.call(this, descriptor);
        scope.devices.push(device);
        return device;
      };
    }).catch(() => undefined));
  const losses = runInWorker(page, {
    settings: DEFAULT_SETTINGS,
    backend: "webgpu",
    warmUp: 6,
    steps: 114,
    pause: 4000,
  });
  const worker = await page.waitForFunction(() => (globalThis as { paused?: boolean }).paused === true, {
    timeout: 120_000,
  }).then(() => page.workers().find((each) => /training_worker-/.test(each.url()))!);
  const destroyed = await worker.evaluate(() => {
    const { devices } = globalThis as unknown as { devices: GPUDevice[] };
    for (const device of devices) device.destroy();
    return devices.length;
  });
  assert(destroyed > 0, "The device was found");
  const run = await losses;
  assert(run.backend === "webgpu" && run.notices.some((notice) => notice.startsWith("webgpu failed")));
  run.losses.forEach((loss, step) => assertAlmostEquals(loss, worked.runs["7"].losses[step]!, 1e-4));
});

test("10,000 steps on WASM leave as many tensors and bytes as the first ones", async ({ open }) => {
  const { page } = await open("/privacy");
  const settings = { ...DEFAULT_SETTINGS, steps: 10_000, batch: 4 };
  const run = await runInWorker(page, { settings, backend: "wasm", warmUp: 100, steps: 9900 });
  assertEquals(run.memory, run.memoryBefore);
  assert(run.losses.length === 10_000 && run.losses.every(Number.isFinite));
});
