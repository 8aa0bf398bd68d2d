/** What generating with and without a cache costs. */
export interface Recomputation {
  /** Token positions that pass through the layers. */
  readonly cachedPositions: number;
  readonly recomputedPositions: number;
  /** Pairs of a query and a key that attention multiplies, per head and layer. */
  readonly cachedPairs: number;
  readonly recomputedPairs: number;
}

/**
 * The work of generating `generated` tokens after a prompt. With a cache every position passes once: the prompt
 * together, each new token alone; the last token drawn is never read. Without one, each step reads all before it
 * again.
 *
 * @param prompt Tokens of the prompt, at least 1.
 * @param generated Tokens that are drawn.
 */
export function recomputation(prompt: number, generated: number): Recomputation {
  if (generated === 0) {
    return { cachedPositions: 0, recomputedPositions: 0, cachedPairs: 0, recomputedPairs: 0 };
  }
  const last = prompt + generated - 1;
  return {
    cachedPositions: last,
    recomputedPositions: sumTo(last) - sumTo(prompt - 1),
    cachedPairs: sumTo(last),
    recomputedPairs: pairsTo(last) - pairsTo(prompt - 1),
  };
}

/** 1 + 2 + … + n: the pairs of a causal pass over n tokens. */
function sumTo(n: number): number {
  return n * (n + 1) / 2;
}

/** The sum of {@linkcode sumTo} over 1 to n. */
function pairsTo(n: number): number {
  return n * (n + 1) * (n + 2) / 6;
}
