/** One example of a network of a few units, forward and backward: which unit is shown, and the lengths of gradients. */
import { assertAlmostEquals, assertEquals } from "@std/assert";
import { type NetworkShape, type NetworkWeights, parameterCount } from "@/lib/training/network/network.ts";
import { traceExample } from "@/lib/training/network/trace.ts";

const SHAPE: NetworkShape = {
  vocabulary: 3,
  context: 2,
  embedding: 1,
  hidden: 2,
  activation: "relu",
  tied: false,
};

const floats = (...values: number[]) => Float32Array.from(values);

const WEIGHTS: NetworkWeights = {
  embedding: floats(1, 2, 3),
  hiddenWeight: floats(0.5, 0.25, 0.125, 1),
  hiddenBias: floats(0.1, -0.2),
  outputWeight: floats(1, 2, -1, 5, 0.5, -4),
  outputBias: floats(0, 0.5, -0.5),
};

Deno.test("the unit with the greatest gradient is shown, of either sign, with its own weights and the target's", () => {
  const { unit, output, gradients, input } = traceExample(SHAPE, WEIGHTS, [0, 1], 2);
  assertEquals([...input], [1, 2]);
  assertEquals(Math.abs(gradients.sums[1]!) > Math.abs(gradients.sums[0]!), true);
  assertEquals([unit.index, [...unit.weights], [...output.weights]], [1, [0.125, 1], [0.5, -4]]);
  assertAlmostEquals(unit.bias, -0.2, 1e-6);
  assertEquals(output.bias, -0.5);
  const turned = traceExample(SHAPE, { ...WEIGHTS, outputWeight: WEIGHTS.outputWeight.map((w) => -w) }, [
    0,
    1,
  ], 2);
  assertEquals([Math.sign(gradients.sums[1]!), Math.sign(turned.gradients.sums[1]!)], [1, -1]);
  assertEquals(turned.unit.index, 1);
});

Deno.test("a trace's figures are those of softmax and its gradient, by hand", () => {
  const { sums, activations, logits, probabilities, loss, gradients, norms } = traceExample(SHAPE, WEIGHTS, [
    0,
    1,
  ], 2);
  // 0.5 + 0.5 + 0.1 and 0.125 + 2 − 0.2, both above 0.
  const hidden = [1.1, 1.925];
  hidden.forEach((value, i) => assertAlmostEquals(sums[i]!, value, 1e-6));
  assertEquals([...activations], [...sums]);
  const z = [1.1 + 3.85, -1.1 + 9.625 + 0.5, 0.55 - 7.7 - 0.5];
  z.forEach((value, i) => assertAlmostEquals(logits[i]!, value, 1e-5));
  const total = z.reduce((sum, value) => sum + Math.exp(value), 0);
  assertAlmostEquals(loss, Math.log(total) - z[2]!, 1e-5);
  const slopes = z.map((value, i) => Math.exp(value) / total - (i === 2 ? 1 : 0));
  slopes.forEach((value, i) => assertAlmostEquals(gradients.logits[i]!, value, 1e-5));
  assertAlmostEquals(probabilities[1]!, slopes[1]!, 1e-6);
  assertAlmostEquals(norms.outputBias!, Math.hypot(...slopes), 1e-5);
  assertAlmostEquals(norms.outputWeight!, Math.hypot(...slopes) * Math.hypot(...hidden), 1e-4);
  assertEquals(Object.keys(norms).length, 5);
});

Deno.test("a gradient of many numbers has the length of all of them; a tied network has no output weights of its own", () => {
  const size = 5000;
  const wide: NetworkShape = { ...SHAPE, vocabulary: 2, context: 1, embedding: size, hidden: 1 };
  const { norms } = traceExample(
    wide,
    {
      embedding: new Float32Array(2 * size),
      hiddenWeight: new Float32Array(size).fill(1),
      hiddenBias: floats(1),
      outputWeight: floats(1, -1),
      outputBias: floats(0, 0),
    },
    [0],
    1,
  );
  // Logits of 1 and −1: the slope of both is p of the first, and reaches each number of the embedding twice.
  const p = Math.E / (Math.E + 1 / Math.E);
  assertAlmostEquals(norms.embedding!, 2 * p * Math.sqrt(size), 1e-3);
  assertAlmostEquals(norms.outputWeight!, p * Math.SQRT2, 1e-6);
  const table = floats(1, 2, 3);
  const tied = {
    ...WEIGHTS,
    hiddenWeight: floats(1, 1),
    hiddenBias: floats(0),
    embedding: table,
    outputWeight: table,
  };
  assertEquals(Object.keys(traceExample({ ...SHAPE, hidden: 1, tied: true }, tied, [0, 1], 2).norms), [
    "embedding",
    "hiddenWeight",
    "hiddenBias",
    "outputBias",
  ]);
  assertEquals([parameterCount(SHAPE), parameterCount({ ...SHAPE, hidden: 1, tied: true })], [
    3 + 4 + 2 + 6 + 3,
    3 + 2 + 1 + 3,
  ]);
});
