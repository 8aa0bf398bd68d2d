/** One and two updates of each optimizer by hand, and the learning rate's schedules. */
import { assertAlmostEquals, assertEquals } from "@std/assert";
import { adamScalars, MOMENTS, scheduledRate, updateInPlace } from "@/lib/training/network/optimizer.ts";
import type { OptimizerName } from "@/lib/training/training_settings.ts";

/** Weights of 2 and −1 after updates by these gradients, with the optimizer's memory as given. */
function updated(optimizer: OptimizerName, gradients: readonly number[], memory = 0): number[] {
  const weights = Float32Array.of(2, -1);
  const moments = Array.from({ length: MOMENTS[optimizer] }, () => new Float32Array(2).fill(memory));
  gradients.forEach((slope, i) =>
    updateInPlace(weights, Float32Array.of(slope, -2 * slope), moments, {
      optimizer,
      rate: 0.1,
      update: i + 1,
    })
  );
  return [...weights];
}

function assertClose(figures: readonly number[], expected: readonly number[]): void {
  figures.forEach((figure, i) => assertAlmostEquals(figure, expected[i]!, 1e-6));
}

Deno.test("SGD goes down the gradient, momentum by nine tenths of the way before too", () => {
  assertClose(updated("sgd", [0.5]), [2 - 0.05, -1 + 0.1]);
  // Velocities 0.9 · 3 + 0.5 and 0.9 · 3 − 1.
  assertClose(updated("momentum", [0.5], 3), [2 - 0.32, -1 - 0.17]);
  assertClose(updated("momentum", [0.5, 0.5]), [2 - 0.05 - 0.095, -1 + 0.1 + 0.19]);
});

Deno.test("Adam's first update is the rate whatever the gradient, its second by the corrected moments", () => {
  assertClose(updated("adam", [0.5]), [1.9, -0.9]);
  // m = 0.9 · 0.05 − 0.1, v = 0.999 · 0.00025 + 0.001; corrected by 1 − 0.81 and 1 − 0.998001.
  const second = 0.1 * (-0.055 / 0.19) / Math.sqrt(0.00124975 / 0.001999);
  assertClose(updated("adam", [0.5, -1]), [1.9 - second, -0.9 + second]);
  const { stepSize, rootCorrection } = adamScalars({ optimizer: "adam", rate: 0.3, update: 2 });
  assertClose([stepSize, rootCorrection], [0.3 / 0.19, Math.sqrt(0.001999)]);
});

Deno.test("AdamW takes a thousandth of each weight first at a rate of 0.1, Adam does not", () => {
  assertClose(updated("adamw", [0.5]), [2 * 0.999 - 0.1, -0.999 + 0.1]);
  assertEquals(MOMENTS, { sgd: 0, momentum: 1, adam: 2, adamw: 2 });
});

Deno.test("a schedule goes down in a line or along half a cosine, ends at 0, and stays there", () => {
  const rates = (schedule: "constant" | "linear" | "cosine") =>
    [0, 30, 60, 120, 200].map((step) => scheduledRate(schedule, 0.4, step, 120));
  assertEquals(rates("constant"), [0.4, 0.4, 0.4, 0.4, 0.4]);
  assertClose(rates("linear"), [0.4, 0.3, 0.2, 0, 0]);
  assertClose(rates("cosine"), [0.4, 0.2 * (1 + Math.SQRT1_2), 0.2, 0, 0]);
  assertEquals([scheduledRate("linear", 0.4, 0, 0), scheduledRate("cosine", 0.4, 3, 0)], [0.4, 0.4]);
});
