import type { TokenId } from "@/lib/lm/language_model.ts";

/** Pairs are numbered by their halves: ids stay below this. */
const RADIX = 2 ** 26;

/** What is known of a pair of neighbors while pairs are learned. */
export interface PairUse {
  /** Orders pairs by their left, then by their right half. */
  readonly number: number;
  readonly left: TokenId;
  readonly right: TokenId;
  /** How often it stands in the text, words as often as they occur. */
  count: number;
  /** When its count changed last. */
  changed: number;
  /** Places where it has come to stand since it was joined last; at some it stands no more. */
  places: number[];
  /** Its count and its change when it was queued last. */
  queuedCount: number;
  queuedChange: number;
}

/** The number of a pair. */
export function pairNumber(left: TokenId, right: TokenId): number {
  return left * RADIX + right;
}

/** Every pair that was ever seen, by number. */
export class PairTable {
  readonly #uses = new Map<number, PairUse>();

  /** What is known of a pair, which from now on is known. */
  use(left: TokenId, right: TokenId): PairUse {
    const number = pairNumber(left, right);
    const known = this.#uses.get(number);
    if (known !== undefined) return known;
    const made = { number, left, right, count: 0, changed: 0, places: [], queuedCount: 0, queuedChange: 0 };
    this.#uses.set(number, made);
    return made;
  }
}
