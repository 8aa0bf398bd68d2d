import { assert, assertAlmostEquals } from "@std/assert";
import { erf } from "@/lib/training/network/erf.ts";
import { ACTIVATION_FUNCTIONS } from "@/lib/training/network/activation_function.ts";
import {
  copyWeights,
  initialWeights,
  learnedParameters,
  type NetworkShape,
} from "@/lib/training/network/network.ts";
import { backwardPass, forwardPass } from "@/lib/training/network/passes.ts";
import { TorchGenerator } from "@/lib/training/network/torch_generator.ts";
import { ACTIVATIONS } from "@/lib/training/training_settings.ts";
import worked from "@/tests/reference/torch_neural_ngram.json" with { type: "json" };
import { randomBatch } from "@/tests/training/random_batch.ts";

/** Half the distance of the two losses, in a weight. */
const H = 1e-2;

for (const activation of ACTIVATIONS) {
  for (const tied of [false, true]) {
    Deno.test(`backwardPass() agrees with finite differences: ${activation}, tied ${tied}`, () => {
      const shape: NetworkShape = { vocabulary: 5, context: 2, embedding: 3, hidden: 3, activation, tied };
      const weights = initialWeights(shape, new TorchGenerator(2));
      const batch = randomBatch(shape, 6, 4, 0.2);
      const lossOf = (of: typeof weights) =>
        backwardPass(shape, of, batch, forwardPass(shape, of, batch)).loss;
      const { weights: gradients } = backwardPass(shape, weights, batch, forwardPass(shape, weights, batch));
      for (const name of learnedParameters(shape)) {
        for (let i = 0; i < weights[name].length; i++) {
          const [up, down] = [copyWeights(weights), copyWeights(weights)];
          up[name][i]! += H;
          down[name][i]! -= H;
          const slope = (lossOf(up) - lossOf(down)) / (up[name][i]! - down[name][i]!);
          // A kink of ReLU between the two points bends the difference, not the gradient.
          const tolerance = activation === "relu" ? 2e-3 : 2e-4;
          assertAlmostEquals(gradients[name][i]!, slope, tolerance, `${name} ${i}`);
        }
      }
    });
  }
}

Deno.test("erf() and GELU have the values of tables and of PyTorch", () => {
  const table: readonly [number, number][] = [
    [0, 0],
    [0.5, 0.5204998778130465],
    [1, 0.8427007929497149],
    [2, 0.9953222650189527],
    [2.5, 0.999593047982555],
    [3, 0.9999779095030014],
    [7, 1],
  ];
  for (const [x, y] of table) {
    assertAlmostEquals(erf(x), y, 2e-15);
    assertAlmostEquals(erf(-x), -y, 2e-15);
  }
  assert(Number.isNaN(erf(NaN)));
  worked.gelu.x.forEach((x, i) =>
    assertAlmostEquals(ACTIVATION_FUNCTIONS.gelu.value(x), worked.gelu.y[i]!, 2e-7)
  );
});
