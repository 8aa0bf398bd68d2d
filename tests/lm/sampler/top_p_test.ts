import { assertAlmostEquals, assertEquals } from "@std/assert";
import fc from "fast-check";
import { rawDistribution } from "@/lib/lm/sampler/distribution.ts";
import { rowStatistics } from "@/lib/lm/distribution/row_statistics.ts";
import { logSumExp } from "@/lib/lm/distribution/softmax.ts";
import { topTokens } from "@/lib/lm/distribution/top_tokens.ts";
import { keepTopP } from "@/lib/lm/sampler/top_p.ts";

/** The tokens that a full ranking keeps. */
function keptByRanking(logits: readonly number[], p: number): number[] {
  const normalizer = logSumExp(logits);
  const ranked = topTokens(logits, logits.length);
  let mass = 0;
  const crossing = ranked.findIndex((id) => (mass += Math.exp(logits[id]! - normalizer)) >= p - 1e-12);
  return ranked.slice(0, crossing < 0 ? ranked.length : crossing + 1).sort((a, b) => a - b);
}

Deno.test("keepTopP() keeps what a full ranking keeps, however many tokens that takes and however many are equal", () => {
  const coarse = fc.integer({ min: -6, max: 2 }).map((value) => value / 2);
  const logits = fc.array(coarse, { minLength: 1, maxLength: 1500, size: "max" });
  fc.assert(
    fc.property(logits, fc.double({ min: 0, max: 0.999, noNaN: true }), (values, p) => {
      const scores = keepTopP(values, p);
      const kept = [...scores.keys()].filter((id) => scores[id]! > -Infinity);
      assertEquals(kept, keptByRanking(values, p));
    }),
    { numRuns: 40 },
  );
});

Deno.test("rowStatistics() gives the figures of rawDistribution()", () => {
  const logits = fc.array(fc.double({ min: -50, max: 50, noNaN: true }), { minLength: 1, maxLength: 50 });
  fc.assert(fc.property(logits, (values) => {
    const { logNormalizer, entropyNats } = rawDistribution(values);
    const statistics = rowStatistics(values);
    assertEquals(statistics.logits, values);
    // Its exponentials are made otherwise, which shows in the last digits of float64.
    assertAlmostEquals(statistics.logNormalizer, logNormalizer, 1e-13);
    assertAlmostEquals(statistics.entropyNats, entropyNats, 1e-13);
  }));
});
