/**
 * A tokenizer for count models: whole words where the corpus has them, single bytes where it does not.
 *
 * @module
 */
import type { TokenId } from "@/lib/lm/language_model.ts";
import { packVocabulary, unpackVocabulary, type Vocabulary } from "@/lib/lm/vocabulary.ts";

/** The mark in front of every text. Ids below are the 256 bytes. */
export const BEGIN_TOKEN = 256;

/** The mark that ends every text. */
export const END_TOKEN = 257;

/** The id of the first word. */
export const FIRST_WORD = 258;

/** Splits text into tokens and knows their bytes. */
export interface WordTokenizer {
  /** Ids 0 to 255 are the bytes, then come the two marks, then words by falling frequency. */
  readonly vocabulary: Vocabulary;
  /** Total: any string has tokens, and their bytes joined are its UTF-8 (lone surrogates become U+FFFD). */
  encode(text: string): TokenId[];
}

/** The pieces of GPT-2's tokenizer, but digits one at a time: a word with the space before it, punctuation, white space. */
const PIECES =
  /'(?:[sdmt]|ll|ve|re)(?!\p{L})| ?\p{L}[\p{L}\p{M}]*| ?\p{N}| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+/gu;

/** Cuts a text into words, digits, runs of punctuation and white space; joined they are the text. */
export function splitPieces(text: string): string[] {
  return text.match(PIECES) ?? [];
}

/** Makes a tokenizer whose words are the pieces of some texts. */
export function createWordTokenizer(texts: Iterable<string>): WordTokenizer {
  const encoder = new TextEncoder();
  const words = wordsByFrequency(texts);
  const ids = new Map(words.map((word, index) => [word, FIRST_WORD + index]));
  const bytes = Array.from({ length: 256 }, (_, byte) => Uint8Array.of(byte));
  const marks = ["<begin>", "<end>"].map((mark) => encoder.encode(mark));
  const tokens = [...bytes, ...marks, ...words.map((word) => encoder.encode(word))];
  function encodePiece(piece: string): TokenId | Uint8Array {
    return ids.get(piece) ?? encoder.encode(piece);
  }
  return {
    vocabulary: unpackVocabulary(packVocabulary(tokens, [BEGIN_TOKEN, END_TOKEN])),
    encode(text) {
      const encoded: TokenId[] = [];
      for (const piece of splitPieces(text)) {
        const known = encodePiece(piece);
        if (typeof known === "number") encoded.push(known);
        else encoded.push(...known);
      }
      return encoded;
    },
  };
}

/** Distinct pieces, the most frequent first, equals by first appearance; a piece of one byte is that byte. */
function wordsByFrequency(texts: Iterable<string>): string[] {
  const counts = new Map<string, number>();
  for (const text of texts) {
    for (const piece of splitPieces(text)) counts.set(piece, (counts.get(piece) ?? 0) + 1);
  }
  return [...counts]
    .filter(([word]) => (word.length > 1 || word > "\x7f") && word.isWellFormed())
    .sort(([, a], [, b]) => b - a)
    .map(([word]) => word);
}
