/**
 * Holds what a page shows to the figures of the reference.
 *
 * @module
 */
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import type { Shown } from "@/tests/browser/predictor_page.ts";
import { tinyLogProbabilities } from "@/tests/fixtures/tiny_reference.ts";
import type { TinyWeights } from "@/tests/fixtures/tiny_weights.ts";

/** Checks that the rows are the likeliest tokens after `tokens`, in order, with the reference's probabilities. */
export function checkFigures(
  shown: Shown,
  weights: TinyWeights,
  tokens: readonly number[],
  tolerance = 1e-3,
): void {
  const expected = tinyLogProbabilities(weights, tokens);
  const order = [...expected.keys()].sort((a, b) => expected[b]! - expected[a]! || a - b);
  assert(shown.rows.length >= 5, `Only ${shown.rows.length} rows are shown`);
  shown.rows.forEach((row, place) => {
    assertAlmostEquals(
      Math.log(row.probability),
      expected[row.id]!,
      tolerance,
      `log-probability of ${row.id}`,
    );
    const wanted = expected[order[place]!]!;
    if (Math.abs(wanted - expected[row.id]!) > tolerance) {
      assertEquals(row.id, order[place], `rank ${place + 1}`);
    }
  });
}
