/**
 * Byte-pair encoding learned from a corpus' own words (Sennrich et al. 2016), on characters: the pair of neighbors
 * that occurs most often becomes one token, again and again.
 *
 * @module
 */
import { joinPairs, type LearnedPairs } from "@/lib/lm/bpe/join_pairs.ts";
import { learnPairs } from "@/lib/lm/bpe/learn_pairs.ts";
import { pairNumber } from "@/lib/lm/bpe/pair_table.ts";
import { createWordMemory } from "@/lib/lm/bpe/word_memory.ts";

/** Distinct words that the merges are learned from: the most frequent ones, of a long word each part. */
const LEARNED_WORDS = 8000;

/** Characters after which a longer word is cut, as if the rest were another. */
const LONGEST_WORD = 32;

/** Stands before the first character of a word. */
const WORD_START = "·";

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
  // Every character is a token, also of words that no merge is learned from.
  const spelled = frequent.map(([word, count]) => ({
    symbols: spell(word).map((text) => tokenId(learning, text)),
    count,
  }));
  const words = spelled.slice(0, LEARNED_WORDS).flatMap(({ symbols, count }) =>
    chunks(symbols).map((part) => ({ symbols: part, count }))
  );
  learnPairs(words.slice(0, LEARNED_WORDS), {
    tie: "earliest",
    join(left, right) {
      if (learning.ranks.size >= merges) return null;
      const merged = tokenId(learning, learning.texts[left]! + learning.texts[right]!);
      learning.ranks.set(pairNumber(left, right), merged);
      return merged;
    },
  });
  return segmenter(learning);
}

function segmenter({ texts, ids, ranks }: Learning): Bpe {
  const order = new Map([...ranks.keys()].map((pair, rank) => [pair, rank]));
  const merged = [...ranks.values()];
  const pairs: LearnedPairs = {
    rank: (left, right) => order.get(pairNumber(left, right)),
    joined: (rank) => merged[rank]!,
    inPasses: true,
  };
  // A character that no pair has, until all pairs are joined.
  const unknown = texts.length;
  const { encode } = createWordMemory((word) => {
    const symbols = spell(word).map((text) => ids.get(text) ?? unknown);
    return chunks(symbols).flatMap((chunk) => joinPairs(chunk, pairs)).map((id) => id === unknown ? -1 : id);
  });
  return {
    size: texts.length,
    merges: ranks.size,
    encode,
    write: (id) => texts[id] ?? "",
    find: (text) => ids.get(text) ?? -1,
  };
}

function spell(word: string): string[] {
  return [...word].map((character, index) => index === 0 ? WORD_START + character : character);
}

function chunks<T>(symbols: readonly T[]): T[][] {
  const cut: T[][] = [];
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
