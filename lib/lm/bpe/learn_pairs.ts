/**
 * The learning half of byte-pair encoding (Sennrich et al. 2016): the pair of neighbors that occurs most often becomes
 * one token, again and again. Counts are kept up to date where a pair is joined, so that each join is paid for once.
 *
 * @module
 */
import type { TokenId } from "@/lib/lm/language_model.ts";
import { PairQueue, type TieRule } from "@/lib/lm/bpe/pair_queue.ts";
import { PairTable, type PairUse } from "@/lib/lm/bpe/pair_table.ts";
import { createSymbolList, joinNext, type SymbolList } from "@/lib/lm/bpe/symbol_list.ts";

/** A word, and how often it occurs. */
export interface CountedWord {
  readonly symbols: readonly TokenId[];
  readonly count: number;
}

/** How pairs are learned. */
interface LearnOptions {
  /**
   * Where pairs are equally frequent. With `earliest` each join in a word counts as a change of all pairs of the word,
   * which takes as many steps as it is long: give it short words.
   */
  readonly tie: TieRule;
  /** Names the token that a pair becomes, or null to stop before it. A pair may come again where tokens coincide. */
  readonly join: (left: TokenId, right: TokenId) => TokenId | null;
}

interface Learning {
  readonly list: SymbolList;
  readonly pairs: PairTable;
  readonly queue: PairQueue;
  /** The pair that begins at each place; null where the word ends or the symbol was joined. */
  readonly uses: (PairUse | null)[];
  /** The word of each place. */
  readonly wordOf: Int32Array;
  /** The first place of each word. */
  readonly starts: Int32Array;
  readonly words: readonly CountedWord[];
  readonly tie: TieRule;
  /** Counts changes. */
  clock: number;
}

/**
 * Learns pairs until `join` says to stop or none occurs twice.
 *
 * @returns How many places were joined or looked at: what it cost.
 */
export function learnPairs(words: readonly CountedWord[], { tie, join }: LearnOptions): number {
  const learning = startLearning(words, tie);
  let work = learning.wordOf.length;
  for (let pair = learning.queue.take(); pair !== null; pair = learning.queue.take()) {
    const joined = join(pair.left, pair.right);
    if (joined === null) break;
    work += joinEverywhere(learning, pair, joined);
  }
  return work;
}

function startLearning(words: readonly CountedWord[], tie: TieRule): Learning {
  const starts = new Int32Array(words.length);
  let length = 0;
  words.forEach(({ symbols }, word) => {
    starts[word] = length;
    length += symbols.length;
  });
  const wordOf = new Int32Array(length);
  const symbols = new Int32Array(length);
  words.forEach((each, word) => {
    symbols.set(each.symbols, starts[word]!);
    wordOf.fill(word, starts[word]!, starts[word]! + each.symbols.length);
  });
  const list = createSymbolList(symbols);
  for (const start of starts) cutBefore(list, start);
  const uses = new Array<PairUse | null>(length).fill(null);
  const made = { pairs: new PairTable(), queue: new PairQueue(tie), clock: 0 };
  const learning = { ...made, list, uses, wordOf, starts, words, tie };
  const seen = new Set<PairUse>();
  for (let at = 0; at < length; at++) addPair(learning, at, seen);
  for (let word = 0; word < words.length; word++) touch(learning, word);
  for (const use of seen) learning.queue.push(use);
  return learning;
}

/** No pair crosses from one word into another. */
function cutBefore({ next, previous }: SymbolList, start: number): void {
  if (start === 0 || start >= next.length) return;
  previous[start] = -1;
  next[start - 1] = -1;
}

/** Joins a pair wherever it stands, words in the order in which it came into them, each from its start. */
function joinEverywhere(learning: Learning, pair: PairUse, joined: TokenId): number {
  const grown = new Set<PairUse>();
  const { places } = pair;
  pair.places = [];
  let work = places.length;
  for (const [word, inWord] of byWord(places, learning.wordOf)) {
    if (learning.tie === "earliest") work += touch(learning, word);
    joinInWord(learning, placesOf(learning.list, pair, inWord), joined, grown);
    if (learning.tie === "earliest") work += touch(learning, word);
  }
  for (const use of grown) learning.queue.push(use);
  return work;
}

function byWord(places: readonly number[], wordOf: Int32Array): Map<number, number[]> {
  const words = new Map<number, number[]>();
  for (const at of places) {
    const known = words.get(wordOf[at]!);
    if (known) known.push(at);
    else words.set(wordOf[at]!, [at]);
  }
  return words;
}

/** Where in a word a pair still stands, from the left; none overlaps the one before. */
function placesOf({ ids, next }: SymbolList, { left, right }: PairUse, candidates: number[]): number[] {
  const places: number[] = [];
  let taken = -1;
  for (const at of candidates.sort((a, b) => a - b)) {
    const after = next[at]!;
    if (at === taken || after < 0 || ids[at] !== left || ids[after] !== right) continue;
    if (at !== places.at(-1)) places.push(at);
    taken = after;
  }
  return places;
}

/** Pairs that stand only between two joins are never counted: first all are counted out, then joined, then in. */
function joinInWord(
  learning: Learning,
  places: readonly number[],
  joined: TokenId,
  grown: Set<PairUse>,
): void {
  const { next, previous } = learning.list;
  for (const at of places) for (const each of [previous[at]!, at, next[at]!]) removePair(learning, each);
  for (const at of places) joinNext(learning.list, at, joined);
  for (const at of places) for (const each of [previous[at]!, at]) addPair(learning, each, grown);
}

function addPair(learning: Learning, at: number, grown: Set<PairUse>): void {
  const { ids, next } = learning.list;
  const after = at < 0 ? -1 : next[at]!;
  if (after < 0 || learning.uses[at] !== null) return;
  const use = learning.pairs.use(ids[at]!, ids[after]!);
  learning.uses[at] = use;
  use.count += learning.words[learning.wordOf[at]!]!.count;
  use.places.push(at);
  grown.add(use);
}

function removePair(learning: Learning, at: number): void {
  const use = at < 0 ? null : learning.uses[at]!;
  if (use === null) return;
  learning.uses[at] = null;
  use.count -= learning.words[learning.wordOf[at]!]!.count;
}

/** Marks all pairs of a word as changed, in its order. */
function touch(learning: Learning, word: number): number {
  const { list: { next }, uses, starts } = learning;
  let length = 0;
  for (let at = starts[word]!; at >= 0; at = next[at]!) {
    const use = uses[at]!;
    if (use !== null) use.changed = learning.clock++;
    length++;
  }
  return length;
}
