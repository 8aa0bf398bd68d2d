/**
 * Byte-pair encoding learned from the corpus itself (Sennrich et al. 2016, over bytes): the pair that stands
 * together most often becomes a token, again and again.
 *
 * @module
 */
import type { TokenId } from "@/lib/lm/language_model.ts";
import { splitPieces } from "@/lib/lm/ngram/word_tokenizer.ts";

const BYTES = 256;
/** A pair that occurs once teaches nothing. */
const FEWEST = 2;
/** Pairs as one number: ids stay below this. */
const BASE = 2 ** 20;

/** A learned vocabulary: tokens as Latin-1 byte strings, and the pairs in the order they were learned. */
export interface BpeVocabulary {
  readonly tokens: readonly string[];
  readonly merges: readonly (readonly [TokenId, TokenId])[];
}

interface Word {
  ids: TokenId[];
  readonly count: number;
}

/** Learns until the vocabulary has `size` tokens (never fewer than the 256 bytes) or no pair occurs twice. */
export function trainBpe(texts: readonly string[], size: number): BpeVocabulary {
  const words = distinctWords(texts);
  const pairs = countPairs(words);
  const tokens = Array.from({ length: BYTES }, (_, byte) => String.fromCharCode(byte));
  const merges: (readonly [TokenId, TokenId])[] = [];
  while (tokens.length < size) {
    const best = mostFrequentPair(pairs);
    if (best === null) break;
    const [left, right] = [Math.floor(best / BASE), best % BASE];
    for (const word of [...pairs.get(best)!.words]) {
      replacePair(words[word]!, word, pairs, best, tokens.length);
    }
    pairs.delete(best);
    tokens.push(tokens[left]! + tokens[right]!);
    merges.push([left, right]);
  }
  return { tokens, merges };
}

/** Makes the function that encodes texts: in each word the pair that was learned first is joined first. */
export function encodeBpe(merges: BpeVocabulary["merges"]): (text: string) => TokenId[] {
  const ranks = new Map(merges.map(([left, right], rank) => [left * BASE + right, rank]));
  const known = new Map<string, readonly TokenId[]>();
  return (text) =>
    splitPieces(text.toWellFormed()).flatMap((piece) => {
      const cached = known.get(piece) ?? joinPairs([...new TextEncoder().encode(piece)], ranks);
      if (known.size < 50_000) known.set(piece, cached);
      return cached;
    });
}

function joinPairs(ids: TokenId[], ranks: ReadonlyMap<number, number>): TokenId[] {
  while (ids.length > 1) {
    let [first, at] = [Infinity, -1];
    for (let i = 0; i + 1 < ids.length; i++) {
      const rank = ranks.get(ids[i]! * BASE + ids[i + 1]!) ?? Infinity;
      if (rank < first) [first, at] = [rank, i];
    }
    if (at < 0) break;
    ids.splice(at, 2, BYTES + first);
  }
  return ids;
}

interface PairUse {
  count: number;
  readonly words: Set<number>;
}

type Pairs = Map<number, PairUse>;

function distinctWords(texts: readonly string[]): Word[] {
  const counts = new Map<string, number>();
  for (const text of texts) {
    for (const piece of splitPieces(text.toWellFormed())) counts.set(piece, (counts.get(piece) ?? 0) + 1);
  }
  const encoder = new TextEncoder();
  return [...counts].map(([word, count]) => ({ ids: [...encoder.encode(word)], count }));
}

function countPairs(words: readonly Word[]): Pairs {
  const pairs: Pairs = new Map();
  words.forEach((word, index) => addPairs(pairs, word, index, 1));
  return pairs;
}

/** Counts a word's pairs in (sign 1) or out (sign -1). */
function addPairs(pairs: Pairs, { ids, count }: Word, index: number, sign: 1 | -1): void {
  for (let i = 0; i + 1 < ids.length; i++) {
    const pair = ids[i]! * BASE + ids[i + 1]!;
    const use = pairs.get(pair) ?? { count: 0, words: new Set<number>() };
    use.count += sign * count;
    if (sign > 0) use.words.add(index);
    else use.words.delete(index);
    if (use.count > 0) pairs.set(pair, use);
    else pairs.delete(pair);
  }
}

/** Of equally frequent pairs the one with the lower ids, so that the vocabulary does not depend on an order. */
function mostFrequentPair(pairs: Pairs): number | null {
  let best: number | null = null;
  let most = FEWEST - 1;
  for (const [pair, { count }] of pairs) {
    if (count > most || (count === most && best !== null && pair < best)) [best, most] = [pair, count];
  }
  return best;
}

function replacePair(word: Word, index: number, pairs: Pairs, pair: number, id: TokenId): void {
  addPairs(pairs, word, index, -1);
  const ids: TokenId[] = [];
  for (let i = 0; i < word.ids.length; i++) {
    const isPair = i + 1 < word.ids.length && word.ids[i]! * BASE + word.ids[i + 1]! === pair;
    ids.push(isPair ? id : word.ids[i]!);
    if (isPair) i++;
  }
  word.ids = ids;
  addPairs(pairs, word, index, 1);
}
