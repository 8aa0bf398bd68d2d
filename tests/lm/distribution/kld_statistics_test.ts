import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { type KldPosition, kldStatistics } from "@/lib/lm/distribution/kld_statistics.ts";

/** A position by its divergence and the two models' probabilities of the text's token. */
const position = (kld: number, base: number, other: number, isSameTop = true): KldPosition => ({
  ...{ kld, isSameTop, baseLogProbability: Math.log(base), logProbability: Math.log(other) },
});

Deno.test("kldStatistics() of four positions by hand", () => {
  const figures = kldStatistics([
    position(4, 0.5, 0.25),
    position(1, 0.5, 0.5, false),
    position(2, 0.25, 0.5),
    position(9, 0.5, 0.25, false),
  ]);
  assertEquals([figures.positions, figures.maxKld, figures.medianKld], [4, 9, 3]);
  assertAlmostEquals(figures.kld90, 4 + 0.7 * 5, 1e-12);
  assertAlmostEquals(figures.kld95, 4 + 0.85 * 5, 1e-12);
  assertAlmostEquals(figures.kld99, 4 + 0.97 * 5, 1e-12);
  // Squared distances from 4: 0, 9, 4, 25.
  assertEquals(figures.meanKld.mean, 4);
  assertAlmostEquals(figures.meanKld.error, Math.sqrt(38 / 4 / 3), 1e-12);
  assertAlmostEquals(figures.lnPplRatio.mean, Math.LN2 / 4, 1e-12);
  assertAlmostEquals(figures.meanDeltaP.mean, -1 / 16, 1e-12);
  // Squared changes: 1/16 three times, 0 once.
  assertAlmostEquals(figures.rmsDeltaP.mean, Math.sqrt(3 / 64), 1e-12);
  const spread = Math.sqrt((3 * (1 / 64) ** 2 + (3 / 64) ** 2) / 4 / 3);
  assertAlmostEquals(figures.rmsDeltaP.error, spread / (2 * Math.sqrt(3 / 64)), 1e-12);
  assertAlmostEquals(figures.sameTopP.mean, 0.5, 1e-12);
  assertAlmostEquals(figures.sameTopP.error, Math.sqrt(0.25 / 3), 1e-12);
});

Deno.test("kldStatistics() of equal models, and of a single position, has no error", () => {
  const nothing = { mean: 0, error: 0 };
  const equal = kldStatistics([position(0, 0.5, 0.5), position(0, 0.25, 0.25)]);
  assertEquals([equal.meanKld, equal.lnPplRatio, equal.meanDeltaP, equal.rmsDeltaP], Array(4).fill(nothing));
  const one = kldStatistics([position(3, 0.5, 0.25)]);
  assertEquals([one.meanKld, one.medianKld, one.kld99], [{ mean: 3, error: 0 }, 3, 3]);
  assertEquals(one.rmsDeltaP, { mean: 0.25, error: 0 });
  assertThrows(() => kldStatistics([]), RangeError, "at least one position");
});
