/**
 * Draws of a question from NumPy's `default_rng`.
 *
 * @module
 */
import type { Pcg64 } from "@/lib/lm/sampler/pcg64.ts";

/** A whole number from `least` to `most`, both included. */
export function wholeFrom(random: Pcg64, least: number, most: number): number {
  return least + Math.floor(random.random() * (most - least + 1));
}

/** One of the items. */
export function oneOf<T>(random: Pcg64, items: readonly T[]): T {
  return items[wholeFrom(random, 0, items.length - 1)]!;
}

/** The items in a random order (Fisher and Yates). */
export function shuffled<T>(random: Pcg64, items: readonly T[]): T[] {
  const result = [...items];
  for (let last = result.length - 1; last > 0; last--) {
    const other = wholeFrom(random, 0, last);
    [result[last], result[other]] = [result[other]!, result[last]!];
  }
  return result;
}
