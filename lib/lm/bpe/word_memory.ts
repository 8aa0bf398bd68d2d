import type { TokenId } from "@/lib/lm/language_model.ts";

/** Words up to this length are worth remembering, in UTF-16 units: longer ones hardly come again. */
const LONGEST = 100;

/** Overhead of an entry, in characters. */
const OVERHEAD = 32;

/** What words were split into before. */
interface WordMemory {
  /** The tokens of a word, from memory where they are. */
  encode(word: string): readonly TokenId[];
  /** What is held now, in characters and tokens. */
  readonly size: number;
}

/**
 * Remembers words that were split, so that a text's common words are split once. A memory that is full is emptied.
 *
 * @param split Splits a word.
 * @param most The most characters and tokens that are held; default takes a few MB.
 */
export function createWordMemory(
  split: (word: string) => readonly TokenId[],
  most = 1_000_000,
): WordMemory {
  const known = new Map<string, readonly TokenId[]>();
  let size = 0;
  return {
    encode(word) {
      const before = known.get(word);
      if (before !== undefined) return before;
      const tokens = split(word);
      if (word.length > LONGEST) return tokens;
      const taken = word.length + tokens.length + OVERHEAD;
      if (size + taken > most) {
        known.clear();
        size = 0;
      }
      known.set(word, tokens);
      size += taken;
      return tokens;
    },
    get size() {
      return size;
    },
  };
}
