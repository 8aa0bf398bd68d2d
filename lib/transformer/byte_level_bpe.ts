/**
 * Byte-level byte-pair encoding (Sennrich et al. 2016; Radford et al. 2019): text is split into words, a word
 * into bytes, and the pair that was merged first in training is joined first.
 *
 * @module
 */
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

/** Words that were split before, so that a text's common words are merged once. */
const CACHE_SIZE = 20_000;

/** @throws {SyntaxError} If the file has no pattern to split words by. */
export function createTokenizer(file: TokenizerFile): Tokenizer {
  const pattern = file.pre_tokenizer.pretokenizers.find(({ pattern }) => pattern)?.pattern?.Regex;
  if (pattern === undefined) throw new SyntaxError("The tokenizer file has no pattern to split words by");
  const words = new RegExp(pattern, "gu");
  const ranks = mergeRanks(file);
  const ids = new Map(Object.entries(file.model.vocab));
  const cache = new Map<string, readonly TokenId[]>();
  const encodeWord = (word: string): readonly TokenId[] => {
    const known = cache.get(word);
    if (known !== undefined) return known;
    const tokens = merge(spellBytes(word), ranks).map((piece) => ids.get(piece)!);
    if (cache.size >= CACHE_SIZE) cache.clear();
    cache.set(word, tokens);
    return tokens;
  };
  return {
    vocabulary: readVocabulary(file),
    encode: (text) => (text.toWellFormed().match(words) ?? []).flatMap(encodeWord),
    special: (name) => file.added_tokens.find(({ content }) => content === name)?.id ?? null,
  };
}

function mergeRanks(file: TokenizerFile): Map<string, number> {
  return new Map(
    file.model.merges.map((pair, rank) => [typeof pair === "string" ? pair : pair.join(" "), rank]),
  );
}

/** Joins neighbors, earliest learned pair first, until no learned pair is left. */
function merge(pieces: string[], ranks: ReadonlyMap<string, number>): string[] {
  while (pieces.length > 1) {
    let best = Infinity, at = -1;
    for (let i = 0; i + 1 < pieces.length; i++) {
      const rank = ranks.get(`${pieces[i]} ${pieces[i + 1]}`) ?? Infinity;
      if (rank < best) [best, at] = [rank, i];
    }
    if (at < 0) break;
    pieces.splice(at, 2, pieces[at]! + pieces[at + 1]!);
  }
  return pieces;
}

/**
 * The printable character that stands for each byte in a tokenizer file (GPT-2's table): printable Latin-1
 * stands for itself, the other bytes are numbered from U+0100 on.
 */
const BYTE_CHARACTERS: readonly string[] = byteCharacters();
const CHARACTER_BYTES = new Map(BYTE_CHARACTERS.map((character, byte) => [character, byte]));

function byteCharacters(): string[] {
  let next = 256;
  return Array.from({ length: 256 }, (_, byte) => {
    const printable = byte >= 33 && byte <= 126 || byte >= 161 && byte <= 172 || byte >= 174;
    return String.fromCodePoint(printable ? byte : next++);
  });
}

function spellBytes(word: string): string[] {
  return Array.from(new TextEncoder().encode(word), (byte) => BYTE_CHARACTERS[byte]!);
}

function readVocabulary(file: TokenizerFile): Vocabulary {
  const tokens: Uint8Array[] = [];
  for (const [spelled, id] of Object.entries(file.model.vocab)) {
    tokens[id] = Uint8Array.from(spelled, (character) => CHARACTER_BYTES.get(character) ?? 0);
  }
  for (const { id, content } of file.added_tokens) tokens[id] = new TextEncoder().encode(content);
  return unpackVocabulary(packVocabulary(tokens, file.added_tokens.map(({ id }) => id)));
}
