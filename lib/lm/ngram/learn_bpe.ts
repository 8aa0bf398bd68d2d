/**
 * Byte-pair encoding learned from a corpus' own words (Sennrich et al. 2016), on characters: the pair of neighbors
 * that occurs most often becomes one token, again and again.
 *
 * @module
 */

/** Distinct words that the merges are learned from: the most frequent ones. */
const LEARNED_WORDS = 8000;

/** Characters after which a longer word is cut, as if the rest were another. */
const LONGEST_WORD = 32;

/** Stands before the first character of a word. */
const WORD_START = "·";

/** Pairs are numbered by their halves: ids stay below this. */
const RADIX = 2 ** 26;

/** A learned segmentation of words. */
export interface Bpe {
  /** Number of tokens: characters first, then merges. */
  readonly size: number;
  /** Merges that were learned: fewer than asked for where no pair occurs twice. */
  readonly merges: number;
  /** Token ids of a word; -1 for a character that the corpus does not have. */
  encode(word: string): readonly number[];
  /** How a token is written; `·` stands before the first character of a word. */
  write(id: number): string;
  /** The token that is written so, or -1. */
  find(text: string): number;
}

/** What is known while merges are learned. */
interface Learning {
  readonly texts: string[];
  readonly ids: Map<string, number>;
  readonly ranks: Map<number, number>;
}

/**
 * Learns merges. Of pairs that occur equally often the one that became so frequent first is merged.
 *
 * @param counts How often each word occurs.
 * @param merges The most pairs to merge.
 */
export function learnBpe(counts: ReadonlyMap<string, number>, merges: number): Bpe {
  const learning: Learning = { texts: [], ids: new Map(), ranks: new Map() };
  const frequent = [...counts].sort(([, a], [, b]) => b - a);
  for (const [word] of frequent) spell(word).forEach((text) => tokenId(learning, text));
  const words = frequent.slice(0, LEARNED_WORDS).flatMap(([word, count]) =>
    chunks(spell(word)).map((symbols) => ({ ids: symbols.map((text) => learning.ids.get(text)!), count }))
  );
  mergePairs(learning, words, merges);
  return segmenter(learning);
}

interface CountedWord {
  ids: number[];
  readonly count: number;
}

function mergePairs(learning: Learning, words: CountedWord[], merges: number): void {
  const pairs = new PairQueue();
  words.forEach((word, index) => eachPair(word.ids, (pair) => pairs.add(pair, word.count, index)));
  while (learning.ranks.size < merges) {
    const pair = pairs.takeMostFrequent();
    if (pair === null) return;
    const [left, right] = [Math.floor(pair / RADIX), pair % RADIX];
    const merged = tokenId(learning, learning.texts[left]! + learning.texts[right]!);
    learning.ranks.set(pair, merged);
    for (const index of pairs.wordsWith(pair)) {
      const word = words[index]!;
      eachPair(word.ids, (each) => pairs.add(each, -word.count, index));
      word.ids = joinPair(word.ids, left, right, merged);
      eachPair(word.ids, (each) => pairs.add(each, word.count, index));
    }
  }
}

/** Pairs by how often they occur. The greatest count never rises, since a new pair is part of a merged one. */
class PairQueue {
  readonly #counts = new Map<number, number>();
  readonly #words = new Map<number, Set<number>>();
  readonly #byCount = new Map<number, Set<number>>();
  #greatest = 0;

  add(pair: number, change: number, word: number): void {
    const before = this.#counts.get(pair) ?? 0;
    const after = before + change;
    this.#counts.set(pair, after);
    this.#byCount.get(before)?.delete(pair);
    if (after > 0) bucket(this.#byCount, after).add(pair);
    this.#greatest = Math.max(this.#greatest, after);
    if (change > 0) bucket(this.#words, pair).add(word);
  }

  /** The words in which a pair was seen; some have lost it since. */
  wordsWith(pair: number): number[] {
    const words = [...this.#words.get(pair) ?? []];
    this.#words.delete(pair);
    return words;
  }

  /** The most frequent pair, or null where none occurs twice. */
  takeMostFrequent(): number | null {
    while (this.#greatest > 1) {
      const [pair] = this.#byCount.get(this.#greatest) ?? [];
      if (pair !== undefined) return pair;
      this.#greatest--;
    }
    return null;
  }
}

function bucket(sets: Map<number, Set<number>>, key: number): Set<number> {
  const known = sets.get(key);
  if (known) return known;
  const made = new Set<number>();
  sets.set(key, made);
  return made;
}

function eachPair(ids: readonly number[], visit: (pair: number) => void): void {
  for (let i = 1; i < ids.length; i++) visit(ids[i - 1]! * RADIX + ids[i]!);
}

function joinPair(ids: readonly number[], left: number, right: number, merged: number): number[] {
  const joined: number[] = [];
  for (let i = 0; i < ids.length; i++) {
    const isPair = ids[i] === left && ids[i + 1] === right;
    joined.push(isPair ? merged : ids[i]!);
    if (isPair) i++;
  }
  return joined;
}

function segmenter({ texts, ids, ranks }: Learning): Bpe {
  const order = new Map([...ranks.keys()].map((pair, rank) => [pair, rank]));
  const known = new Map<string, readonly number[]>();
  function encode(word: string): readonly number[] {
    const before = known.get(word);
    if (before) return before;
    const encoded = chunks(spell(word)).flatMap((symbols) =>
      applyMerges(symbols.map((text) => ids.get(text) ?? -1), ranks, order)
    );
    known.set(word, encoded);
    return encoded;
  }
  return {
    size: texts.length,
    merges: ranks.size,
    encode,
    write: (id) => texts[id] ?? "",
    find: (text) => ids.get(text) ?? -1,
  };
}

/** Merges pairs in the order in which they were learned. */
function applyMerges(
  ids: number[],
  ranks: ReadonlyMap<number, number>,
  order: ReadonlyMap<number, number>,
): number[] {
  for (;;) {
    let best = -1, first = Infinity;
    eachPair(ids, (pair) => {
      const rank = order.get(pair) ?? Infinity;
      if (rank < first) [best, first] = [pair, rank];
    });
    if (best < 0) return ids;
    ids = joinPair(ids, Math.floor(best / RADIX), best % RADIX, ranks.get(best)!);
  }
}

function spell(word: string): string[] {
  return [...word].map((character, index) => index === 0 ? WORD_START + character : character);
}

function chunks(symbols: readonly string[]): string[][] {
  const cut: string[][] = [];
  for (let i = 0; i < symbols.length; i += LONGEST_WORD) cut.push(symbols.slice(i, i + LONGEST_WORD));
  return cut;
}

function tokenId({ texts, ids }: Learning, text: string): number {
  const known = ids.get(text);
  if (known !== undefined) return known;
  const id = texts.push(text) - 1;
  ids.set(text, id);
  return id;
}
