import { packVocabulary, unpackVocabulary } from "@/lib/lm/vocabulary.ts";
import type { Tokenizer } from "@/lib/transformer/byte_level_bpe.ts";

/** One token a byte, for models whose text does not matter. */
export function plainTokenizer(size: number): Tokenizer {
  const tokens = Array.from({ length: size }, (_, id) => Uint8Array.of(id));
  return {
    vocabulary: unpackVocabulary(packVocabulary(tokens, [0])),
    encode: (text) => Array.from(new TextEncoder().encode(text), (byte) => byte % size),
    special: () => 0,
  };
}
