/**
 * Byte-pair encoding learned from the corpus itself (Sennrich et al. 2016, over bytes): the pair that stands
 * together most often becomes a token, again and again.
 *
 * @module
 */
import { joinPairs, type LearnedPairs } from "@/lib/lm/bpe/join_pairs.ts";
import { type CountedWord, learnPairs } from "@/lib/lm/bpe/learn_pairs.ts";
import { pairNumber } from "@/lib/lm/bpe/pair_table.ts";
import { createWordMemory } from "@/lib/lm/bpe/word_memory.ts";
import type { TokenId } from "@/lib/lm/language_model.ts";
import { splitPieces } from "@/lib/lm/ngram/word_tokenizer.ts";

const BYTES = 256;

/** A learned vocabulary: tokens as Latin-1 byte strings, and the pairs in the order they were learned. */
interface BpeVocabulary {
  readonly tokens: readonly string[];
  readonly merges: readonly (readonly [TokenId, TokenId])[];
}

/** Learns until the vocabulary has `size` tokens (never fewer than the 256 bytes) or no pair occurs twice. */
export function trainBpe(texts: readonly string[], size: number): BpeVocabulary {
  const tokens = Array.from({ length: BYTES }, (_, byte) => String.fromCharCode(byte));
  const merges: (readonly [TokenId, TokenId])[] = [];
  learnPairs(distinctWords(texts), {
    // So that the vocabulary does not depend on an order.
    tie: "lowest",
    join(left, right) {
      if (tokens.length >= size) return null;
      merges.push([left, right]);
      return tokens.push(tokens[left]! + tokens[right]!) - 1;
    },
  });
  return { tokens, merges };
}

/** Makes the function that encodes texts: in each word the pair that was learned first is joined first. */
export function encodeBpe(merges: BpeVocabulary["merges"]): (text: string) => TokenId[] {
  const ranks = new Map(merges.map(([left, right], rank) => [pairNumber(left, right), rank]));
  const pairs: LearnedPairs = {
    rank: (left, right) => ranks.get(pairNumber(left, right)),
    joined: (rank) => BYTES + rank,
  };
  const encoder = new TextEncoder();
  const { encode } = createWordMemory((piece) => joinPairs(encoder.encode(piece), pairs));
  return (text) => splitPieces(text.toWellFormed()).flatMap(encode);
}

function distinctWords(texts: readonly string[]): CountedWord[] {
  const counts = new Map<string, number>();
  for (const text of texts) {
    for (const piece of splitPieces(text.toWellFormed())) counts.set(piece, (counts.get(piece) ?? 0) + 1);
  }
  const encoder = new TextEncoder();
  return [...counts].map(([word, count]) => ({ symbols: [...encoder.encode(word)], count }));
}
