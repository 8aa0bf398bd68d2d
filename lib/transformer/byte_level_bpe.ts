/**
 * Byte-level byte-pair encoding (Sennrich et al. 2016; Radford et al. 2019): text is split into words, a word
 * into bytes, and the pair that was merged first in training is joined first.
 *
 * @module
 */
import { BYTE_OF_SYMBOL, BYTE_SYMBOLS } from "@/lib/lm/bpe/byte_symbols.ts";
import { joinPairs, type LearnedPairs } from "@/lib/lm/bpe/join_pairs.ts";
import { pairNumber } from "@/lib/lm/bpe/pair_table.ts";
import { createWordMemory } from "@/lib/lm/bpe/word_memory.ts";
import type { TokenId } from "@/lib/lm/language_model.ts";
import { packVocabulary, unpackVocabulary, type Vocabulary } from "@/lib/lm/vocabulary.ts";

/** The parts of a `tokenizer.json` that this tokenizer reads. */
export interface TokenizerFile {
  readonly model: {
    readonly vocab: { readonly [token: string]: TokenId };
    readonly merges: readonly (string | readonly [string, string])[];
  };
  readonly added_tokens: readonly { readonly id: TokenId; readonly content: string }[];
  readonly pre_tokenizer: {
    readonly pretokenizers: readonly { readonly pattern?: { readonly Regex: string } }[];
  };
}

/** Text to tokens; tokens to bytes by its vocabulary. */
export interface Tokenizer {
  readonly vocabulary: Vocabulary;
  /** Total: any string has tokens whose bytes are its UTF-8. Special tokens are never made of text. */
  encode(text: string): TokenId[];
  /** Id of a special token by its name, or null. */
  special(name: string): TokenId | null;
}

/** @throws {SyntaxError} If the file has no pattern to split words by, or a merge of tokens that it does not have. */
export function createTokenizer(file: TokenizerFile): Tokenizer {
  const pattern = file.pre_tokenizer.pretokenizers.find(({ pattern }) => pattern)?.pattern?.Regex;
  if (pattern === undefined) throw new SyntaxError("The tokenizer file has no pattern to split words by");
  const words = new RegExp(pattern, "gu");
  const pairs = readPairs(file);
  const bytes = BYTE_SYMBOLS.map((character) => file.model.vocab[character] ?? 0);
  const encoder = new TextEncoder();
  const { encode } = createWordMemory((word) =>
    joinPairs(Int32Array.from(encoder.encode(word), (byte) => bytes[byte]!), pairs)
  );
  return {
    vocabulary: readVocabulary(file),
    encode: (text) => (text.toWellFormed().match(words) ?? []).flatMap(encode),
    special: (name) => file.added_tokens.find(({ content }) => content === name)?.id ?? null,
  };
}

function readPairs({ model: { vocab, merges } }: TokenizerFile): LearnedPairs {
  const ids = new Map(Object.entries(vocab));
  const ranks = new Map<number, number>();
  const joined = merges.map((pair, rank) => {
    const [left, right] = typeof pair === "string" ? pair.split(" ") : pair;
    const [a, b, both] = [left, right, `${left}${right}`].map((piece) => ids.get(piece!));
    if (a === undefined || b === undefined || both === undefined) {
      throw new SyntaxError(`The tokenizer file merges "${left}" and "${right}", of which it lacks a token`);
    }
    ranks.set(pairNumber(a, b), rank);
    return both;
  });
  return { rank: (left, right) => ranks.get(pairNumber(left, right)), joined: (rank) => joined[rank]! };
}

function readVocabulary(file: TokenizerFile): Vocabulary {
  const tokens: Uint8Array[] = [];
  for (const [spelled, id] of Object.entries(file.model.vocab)) {
    tokens[id] = Uint8Array.from(spelled, (character) => BYTE_OF_SYMBOL.get(character) ?? 0);
  }
  for (const { id, content } of file.added_tokens) tokens[id] = new TextEncoder().encode(content);
  return unpackVocabulary(packVocabulary(tokens, file.added_tokens.map(({ id }) => id)));
}
