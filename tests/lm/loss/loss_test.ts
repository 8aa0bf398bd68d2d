import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import {
  crossEntropy,
  lossFromLogits,
  lossFromProbabilities,
  lossPerUnit,
  perplexityOf,
} from "@/lib/lm/loss/loss.ts";

const LOGITS = [[0, 3, .5, -1, -2], [-1, .1, 2.5, 0, -2], [-1, 0, .2, 2, -1.5], [-2, 0, -1, -.5, 2.4]];

function rounded(values: readonly number[]): number[] {
  return values.map((value) => Number(value.toFixed(3)));
}

Deno.test("lossFromLogits() scores four positions", () => {
  const report = lossFromLogits(LOGITS, [1, 2, 3, 4]);
  assertEquals(rounded(report.probabilities), [0.864, 0.824, 0.724, 0.839]);
  assertEquals(rounded(report.lossesNats), [0.146, 0.194, 0.323, 0.175]);
  assertEquals(rounded([report.meanNats]), [0.209]);
});

Deno.test("lossFromLogits() gives the same from float32 rows", () => {
  const report = lossFromLogits(LOGITS.map((row) => Float32Array.from(row)), Uint8Array.of(1, 2, 3, 4));
  assertAlmostEquals(report.meanNats, lossFromLogits(LOGITS, [1, 2, 3, 4]).meanNats, 1e-7);
});

Deno.test("crossEntropy() is stable for logits of ±1e4 and keeps the digits of a tiny loss", () => {
  assertEquals(crossEntropy([1e4, -1e4], 0), 0);
  assertEquals(crossEntropy([1e4, -1e4], 1), 2e4);
  assertAlmostEquals(crossEntropy([1e4, 1e4], 1), Math.LN2, 1e-15);
  assertAlmostEquals(crossEntropy([40, 0], 0) / Math.exp(-40), 1, 1e-12);
});

Deno.test("crossEntropy() does not change when a constant is added to every logit", () => {
  const row = fc.array(fc.double({ min: -50, max: 50, noNaN: true }), { minLength: 1, maxLength: 8 });
  fc.assert(fc.property(row, fc.integer({ min: -1000, max: 1000 }), (logits, constant) => {
    assertAlmostEquals(crossEntropy(logits.map((z) => z + constant), 0), crossEntropy(logits, 0), 1e-9);
  }));
});

Deno.test("crossEntropy() refuses a target outside its row", () => {
  assertThrows(() => crossEntropy([1, 2], 2), RangeError, "Target 2");
  assertThrows(() => lossFromLogits([[1]], []), RangeError, "one target");
});

Deno.test("lossFromProbabilities() gives the perplexity as 1 / geometric mean", () => {
  const report = lossFromProbabilities([.5, .5, .5, .125]);
  assertAlmostEquals(report.meanNats, 1.5 * Math.LN2, 1e-15);
  assertAlmostEquals(report.perplexity, 2 * Math.SQRT2, 1e-14);
  assertAlmostEquals(report.perplexity * report.geometricMean, 1, 1e-15);
  assertAlmostEquals(report.meanBits, 1.5, 1e-15);
});

Deno.test("lossFromProbabilities() multiplies by the chain rule", () => {
  const report = lossFromProbabilities([.6, .8, .25, .5]);
  assertAlmostEquals(report.sequenceProbability, 0.06, 1e-16);
  assertAlmostEquals(report.sequenceLogProbability, Math.log(0.06), 1e-14);
});

Deno.test("lossFromProbabilities() ends at 1 for certainty and at the vocabulary for ignorance", () => {
  const sure = lossFromProbabilities([1, 1, 1]);
  assertEquals([sure.perplexity, sure.meanNats, sure.sequenceLogProbability], [1, 0, 0]);
  assert(Object.is(sure.lossesNats[0], 0));
  assertAlmostEquals(lossFromProbabilities(Array(9).fill(1 / 50_000)).perplexity, 50_000, 1e-6);
});

Deno.test("lossFromProbabilities() has an infinite loss for probability 0 and survives underflow", () => {
  assertEquals(lossFromProbabilities([0, 1]).meanNats, Infinity);
  assertEquals(lossFromProbabilities([0, 1]).geometricMean, 0);
  const long = lossFromProbabilities(Array(5000).fill(0.1));
  assertEquals(long.sequenceProbability, 0);
  assertAlmostEquals(long.sequenceLogProbability, 5000 * Math.log(0.1), 1e-8);
  assertThrows(() => lossFromProbabilities([1.5]), RangeError);
  assertThrows(() => lossFromProbabilities([]), RangeError);
});

Deno.test("perplexityOf() of a loss of 0.69 is about 2", () => {
  assertAlmostEquals(perplexityOf(0.69), 1.9937, 1e-4);
});

Deno.test("lossPerUnit() gives bits per byte", () => {
  assertAlmostEquals(lossPerUnit(8 * Math.LN2, 4).bits, 2, 1e-15);
  assertAlmostEquals(lossPerUnit(8 * Math.LN2, 4).perplexity, 4, 1e-14);
  assertThrows(() => lossPerUnit(1, 0), RangeError);
});
