import type { TokenId } from "@/lib/lm/language_model.ts";

/** Whether token `a` ranks below token `b`: a lower score, or the higher id of equals. */
function ranksBelow(scores: ArrayLike<number>, a: TokenId, b: TokenId): boolean {
  return scores[a]! < scores[b]! || (scores[a] === scores[b] && a > b);
}

/** Lets the token at `slot` sink to its place in a heap of `size` tokens whose root ranks lowest. */
function sink(heap: Uint32Array, size: number, slot: number, scores: ArrayLike<number>): void {
  const token = heap[slot]!;
  while (true) {
    let child = 2 * slot + 1;
    if (child >= size) break;
    if (child + 1 < size && ranksBelow(scores, heap[child + 1]!, heap[child]!)) child++;
    if (!ranksBelow(scores, heap[child]!, token)) break;
    heap[slot] = heap[child]!;
    slot = child;
  }
  heap[slot] = token;
}

/** Empties the heap from its root into its own end, which leaves the tokens best first. */
function sortHeap(heap: Uint32Array, scores: ArrayLike<number>): void {
  for (let size = heap.length - 1; size > 0; size--) {
    const lowest = heap[0]!;
    heap[0] = heap[size]!;
    heap[size] = lowest;
    sink(heap, size, 0, scores);
  }
}

/** The first token from `id` on that is not at or below a score; as many as there are for none. */
function nextAbove(scores: ArrayLike<number>, id: TokenId, score: number): TokenId {
  while (id < scores.length && scores[id]! <= score) id++;
  return id;
}

/** The same for a model's row alone: a loop that only ever sees one kind of array is several times as fast. */
function nextOfRow(scores: ArrayLike<number>, id: TokenId, score: number): TokenId {
  const row = scores as Float32Array;
  while (id < row.length && row[id]! <= score) id++;
  return id;
}

/**
 * The ids of the `k` highest scores, highest first; equal scores go to the lower id.
 *
 * One pass over the vocabulary with a heap of k tokens: nearly every token fails the comparison with the
 * lowest token kept so far, so that the cost is that of reading the scores.
 *
 * @param scores Logits or probabilities, one per token.
 * @param k How many; more than there are gives all.
 */
export function topTokens(scores: ArrayLike<number>, k: number): TokenId[] {
  const size = Math.max(0, Math.min(Math.floor(k), scores.length));
  if (size === 0) return [];
  const heap = Uint32Array.from({ length: size }, (_, id) => id);
  for (let slot = (size >> 1) - 1; slot >= 0; slot--) sink(heap, size, slot, scores);
  const next = scores instanceof Float32Array ? nextOfRow : nextAbove;
  let lowest = scores[heap[0]!]!;
  for (let id = next(scores, size, lowest); id < scores.length; id = next(scores, id + 1, lowest)) {
    heap[0] = id;
    sink(heap, size, 0, scores);
    lowest = scores[heap[0]!]!;
  }
  sortHeap(heap, scores);
  return Array.from(heap);
}
