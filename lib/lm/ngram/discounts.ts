import { findNgram, type NgramCounts } from "@/lib/lm/ngram/counts.ts";
import type { NgramEvents } from "@/lib/lm/ngram/events.ts";
import { SENTENCE_BREAK } from "@/lib/lm/ngram/stream.ts";
import { BEGIN } from "@/lib/lm/ngram/vocabulary.ts";

/** What is taken off an n-gram's count: D1 from a count of 1, D2 from 2, D3 from 3 and more. */
export type Discounts = readonly [d1: number, d2: number, d3: number];

/** The modified Kneser-Ney discounts of one n-gram length and what they were estimated from. */
export interface ModifiedDiscounts {
  readonly order: number;
  /** Number of n-grams with a count of 1, 2, 3 and 4. */
  readonly countsOfCounts: readonly [n1: number, n2: number, n3: number, n4: number];
  readonly discounts: Discounts;
  /** Whether the counts of counts allow no estimate, so that 0.5, 1 and 1.5 stand in (lmplz's fallback). */
  readonly fallback: boolean;
}

const FALLBACK: Discounts = [0.5, 1, 1.5];

/** Options of {@linkcode modifiedDiscounts}. */
interface DiscountOptions {
  /**
   * Whether to count the last n-gram of every lower order as lmplz does, by its raw count: its released figures
   * have this slip, the textbook formula has not. Default false.
   */
  readonly lmplzLastNgram?: boolean;
}

/**
 * Chen and Goodman's three discounts for every order: Y = n1 / (n1 + 2 n2), D1 = 1 - 2Y n2/n1,
 * D2 = 2 - 3Y n3/n2, D3+ = 3 - 4Y n4/n3.
 */
export function modifiedDiscounts(
  counts: NgramCounts,
  events: readonly NgramEvents[],
  options: DiscountOptions = {},
): ModifiedDiscounts[] {
  const slips = options.lmplzLastNgram ? lastNgrams(counts) : [];
  return events.map((event, index) => {
    const order = index + 1;
    const countsOfCounts = countCounts(event, order < counts.order ? slips[index] : undefined);
    const discounts = estimate(countsOfCounts);
    return { order, countsOfCounts, discounts: discounts ?? FALLBACK, fallback: discounts === null };
  });
}

type CountsOfCounts = ModifiedDiscounts["countsOfCounts"];

/** n1 to n4; the entry `raw` counts by its raw count. */
function countCounts({ level, adjusted }: NgramEvents, raw: number | undefined): CountsOfCounts {
  const n: [number, number, number, number] = [0, 0, 0, 0];
  for (let entry = 0; entry < level.size; entry++) {
    const count = entry === raw ? level.count[entry]! : adjusted[entry]!;
    if (count >= 1 && count <= 4) n[count - 1]!++;
  }
  return n;
}

function estimate([n1, n2, n3, n4]: CountsOfCounts): Discounts | null {
  if (n1 === 0 || n2 === 0 || n3 === 0) return null;
  const y = n1 / (n1 + 2 * n2);
  const discounts: Discounts = [1 - 2 * y * n2 / n1, 2 - 3 * y * n3 / n2, 3 - 4 * y * n4 / n3];
  return discounts.every((d, i) => d >= 0 && d <= i + 1) ? discounts : null;
}

/**
 * For each order the entry of the greatest n-gram's suffix, undefined where that suffix begins with `<s>` (its
 * count is raw anyhow). Greatest: compared from the right by token id.
 */
function lastNgrams(counts: NgramCounts): (number | undefined)[] {
  const { ids, order } = counts;
  let best = -1;
  for (let i = 0; i < ids.length; i++) {
    if (ids[i] === SENTENCE_BREAK || ids[i] === BEGIN) continue;
    if (best < 0 || compareFromRight(ids, i, best, order) > 0) best = i;
  }
  if (best < 0) return [];
  return counts.levels.map((_, index) => {
    const tokens = windowBefore(ids, best, index + 1);
    return tokens.includes(BEGIN) ? undefined : findNgram(counts, tokens);
  });
}

function compareFromRight(ids: Uint32Array, a: number, b: number, length: number): number {
  for (let k = 0; k < length; k++) {
    const difference = tokenAt(ids, a, k) - tokenAt(ids, b, k);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** The token k places before position i; before the sentence there are only `<s>`. */
function tokenAt(ids: Uint32Array, i: number, k: number): number {
  for (let j = 0; j <= k; j++) {
    if (i - j < 0 || ids[i - j] === SENTENCE_BREAK) return BEGIN;
  }
  return ids[i - k]!;
}

function windowBefore(ids: Uint32Array, end: number, length: number): number[] {
  return Array.from({ length }, (_, k) => tokenAt(ids, end, length - 1 - k));
}
