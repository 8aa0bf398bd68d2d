/**
 * The joining half of byte-pair encoding (Sennrich et al. 2016): the pair that was learned first is joined first.
 *
 * @module
 */
import type { TokenId } from "@/lib/lm/language_model.ts";
import { createHeap, type Heap } from "@/lib/lm/bpe/heap.ts";
import { createSymbolList, joinNext, type SymbolList, symbolsLeft } from "@/lib/lm/bpe/symbol_list.ts";

/** The pairs that were learned. */
export interface LearnedPairs {
  /** When a pair was learned, from 0; undefined for a pair that was not. */
  rank(left: TokenId, right: TokenId): number | undefined;
  /** What the pair of a rank becomes. */
  joined(rank: number): TokenId;
  /** Whether every pair of a rank is joined before what that makes is looked at; false. */
  readonly inPasses?: boolean;
}

/** Places stay below this in a heap's keys. */
const PLACES = 2 ** 30;

/**
 * Joins neighbors, earliest learned pair first, the leftmost of equals, until no learned pair is left. n symbols take
 * at most 6 n looks at a pair and n log n steps.
 */
export function joinPairs(symbols: ArrayLike<TokenId>, pairs: LearnedPairs): TokenId[] {
  if (symbols.length < 2) return Array.from(symbols);
  const list = createSymbolList(symbols);
  // A rank and a place are one number: a heap of numbers is several times as fast as one of pairs.
  const heap = createHeap<number>((a, b) => a < b);
  for (let at = 0; at + 1 < symbols.length; at++) offer(heap, list, at, pairs);
  for (let key = heap.first(); key !== undefined; key = heap.first()) {
    for (const at of joinRank(heap, list, Math.floor(key / PLACES), pairs)) {
      offerAround(heap, list, at, pairs);
    }
  }
  return symbolsLeft(list);
}

/** Joins the leftmost pair of the first rank, or all of them. Returns where. */
function joinRank(heap: Heap<number>, list: SymbolList, rank: number, pairs: LearnedPairs): number[] {
  const places: number[] = [];
  for (let key = heap.first(); key !== undefined && key < (rank + 1) * PLACES; key = heap.first()) {
    heap.pop();
    const at = key - rank * PLACES;
    if (rankAt(list, at, pairs) !== rank) continue;
    joinNext(list, at, pairs.joined(rank));
    places.push(at);
    if (!pairs.inPasses) break;
  }
  return places;
}

function offerAround(heap: Heap<number>, list: SymbolList, at: number, pairs: LearnedPairs): void {
  const before = list.previous[at]!;
  if (before >= 0) offer(heap, list, before, pairs);
  offer(heap, list, at, pairs);
}

function offer(heap: Heap<number>, list: SymbolList, at: number, pairs: LearnedPairs): void {
  const rank = rankAt(list, at, pairs);
  if (rank !== undefined) heap.push(rank * PLACES + at);
}

function rankAt({ ids, next }: SymbolList, at: number, pairs: LearnedPairs): number | undefined {
  const after = next[at]!;
  return ids[at]! < 0 || after < 0 ? undefined : pairs.rank(ids[at]!, ids[after]!);
}
