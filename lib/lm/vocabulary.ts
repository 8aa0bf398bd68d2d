/**
 * Token ids and their bytes. Bytes, not strings: a token can be half a character.
 *
 * @module
 */
import type { TokenId } from "@/lib/lm/token_id.ts";

/** What the tokens of a model stand for. */
export interface Vocabulary {
  /** Number of tokens; ids are 0 up to `size - 1`. */
  readonly size: number;
  /** The UTF-8 bytes of a token; for a special token the bytes of its name, and none for an id that stands for nothing. */
  bytes(id: TokenId): Uint8Array;
  /** Whether the token is a mark (begin, end, role) rather than a piece of text. */
  isSpecial(id: TokenId): boolean;
}

/** A vocabulary as three flat arrays: what crosses from a worker to the page without a copy. */
export interface PackedVocabulary {
  /** The bytes of all tokens, one after another. */
  readonly bytes: Uint8Array;
  /** `size + 1` offsets into `bytes`: token i is `bytes[offsets[i]] … bytes[offsets[i + 1]]`. */
  readonly offsets: Uint32Array;
  /** Ids of the special tokens, ascending. */
  readonly special: Uint32Array;
}

/** Packs one byte string per token. */
export function packVocabulary(tokens: readonly Uint8Array[], special: Iterable<TokenId>): PackedVocabulary {
  const offsets = new Uint32Array(tokens.length + 1);
  tokens.forEach((token, id) => offsets[id + 1] = offsets[id]! + token.length);
  const bytes = new Uint8Array(offsets[tokens.length]!);
  tokens.forEach((token, id) => bytes.set(token, offsets[id]));
  return { bytes, offsets, special: Uint32Array.from(special).sort() };
}

/** Reads a packed vocabulary; the views it gives share the packed bytes. */
export function unpackVocabulary(packed: PackedVocabulary): Vocabulary {
  const special = new Set(packed.special);
  const size = packed.offsets.length - 1;
  return {
    size,
    bytes: (id) => packed.bytes.subarray(packed.offsets[id] ?? 0, packed.offsets[id + 1] ?? 0),
    isSpecial: (id) => special.has(id),
  };
}
