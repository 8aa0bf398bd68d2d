/**
 * Splits the texts of a corpus into the tokens that a network is trained on.
 *
 * @module
 */
import { splitWords } from "@/lib/lm/white_space.ts";
import { decodeText } from "@/lib/lm/decode_bytes.ts";
import type { TokenId } from "@/lib/lm/language_model.ts";
import { encodeBpe, trainBpe } from "@/lib/training/data/bpe.ts";
import type { TokenKind } from "@/lib/training/training_settings.ts";

/** How the token for words outside the vocabulary is written. */
export const UNKNOWN_WORD = "<unk>";

/** A vocabulary and how text becomes ids of it; plain data, so that it crosses to the page. */
export interface CorpusTokenizer {
  readonly kind: TokenKind;
  /** Words in the order of their code points, or byte strings written as Latin-1: bytes first, then merges as learned. */
  readonly tokens: readonly string[];
  /** Pairs that are joined, earliest learned first; none for words. */
  readonly merges: readonly (readonly [TokenId, TokenId])[];
  /** The token of words outside the vocabulary; null where every training word is inside. */
  readonly unknown: TokenId | null;
}

/** Learns a vocabulary of at most `size` tokens from texts. */
export function createCorpusTokenizer(
  texts: readonly string[],
  kind: TokenKind,
  size: number,
): CorpusTokenizer {
  if (kind === "bpe") return { kind, unknown: null, ...trainBpe(texts, size) };
  const counts = new Map<string, number>();
  for (const text of texts) {
    for (const word of splitWords(text)) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  const tokens = mostFrequent(counts, size).sort(byCodePoint);
  const unknown = tokens.indexOf(UNKNOWN_WORD);
  return { kind, tokens, merges: [], unknown: unknown < 0 ? null : unknown };
}

/** Encodes texts with one tokenizer; words outside the vocabulary become its unknown token, or -1 without one. */
export function createEncoder(tokenizer: CorpusTokenizer): (text: string) => TokenId[] {
  if (tokenizer.kind === "bpe") return encodeBpe(tokenizer.merges);
  const ids = new Map(tokenizer.tokens.map((word, id) => [word, id]));
  const unknown = tokenizer.unknown ?? -1;
  return (text) => splitWords(text).map((word) => ids.get(word) ?? unknown);
}

/** The bytes of a token in running text: a word brings the space before it. */
export function tokenBytes(tokenizer: CorpusTokenizer, id: TokenId): Uint8Array {
  const token = tokenizer.tokens[id] ?? "";
  if (tokenizer.kind === "bpe") return Uint8Array.from(token, (character) => character.charCodeAt(0));
  return new TextEncoder().encode(id === tokenizer.unknown ? token : ` ${token}`);
}

/** How a token is written on the page, without the space before a word. */
export function tokenLabel(tokenizer: CorpusTokenizer, id: TokenId): string {
  if (tokenizer.kind === "words") return tokenizer.tokens[id] ?? UNKNOWN_WORD;
  return decodeText(tokenBytes(tokenizer, id)).replaceAll("\n", "↵").replaceAll(" ", "·");
}

/** All words, or the most frequent ones and the unknown token; of equals those that come first. */
function mostFrequent(counts: ReadonlyMap<string, number>, size: number): string[] {
  if (counts.size <= size) return [...counts.keys()];
  const kept = [...counts].sort(([, a], [, b]) => b - a).slice(0, size - 1).map(([word]) => word);
  return [...new Set([UNKNOWN_WORD, ...kept])];
}

/** Python's order of strings. */
function byCodePoint(a: string, b: string): number {
  const [left, right] = [Array.from(a), Array.from(b)];
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const difference = left[i]!.codePointAt(0)! - right[i]!.codePointAt(0)!;
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}
