/**
 * The tokenizer of @huggingface/tokenizers with what its description cannot say.
 *
 * @module
 */
import type { PreTrainedTokenizer } from "@huggingface/transformers";

/** The model inside a tokenizer, as far as it is used here. */
interface TokenizerModel {
  readonly config: { readonly type?: string; readonly byte_fallback?: boolean };
  readonly tokens_to_ids: ReadonlyMap<string, number>;
  encode(pieces: string[]): string[];
}

/** Makes a Unigram model write what no piece covers as bytes, where its file says so; the package does it for BPE only. */
export function fallBackToBytes(tokenizer: PreTrainedTokenizer): void {
  const { model } =
    (tokenizer as unknown as { readonly _tokenizer: { readonly model: TokenizerModel } })._tokenizer;
  if (model.config.type !== "Unigram" || !model.config.byte_fallback) return;
  const encode = model.encode.bind(model);
  model.encode = (pieces) => encode(pieces).flatMap((piece) => knownPieces(piece, model.tokens_to_ids));
}

/** The piece itself where it is known or one of its bytes is not, else a piece for each of its bytes. */
function knownPieces(piece: string, ids: ReadonlyMap<string, number>): string[] {
  if (ids.has(piece)) return [piece];
  const bytes = Array.from(new TextEncoder().encode(piece), bytePiece);
  return bytes.every((byte) => ids.has(byte)) ? bytes : [piece];
}

/** SentencePiece's name of a byte, as `<0x0A>`. */
function bytePiece(byte: number): string {
  return `<0x${byte.toString(16).toUpperCase().padStart(2, "0")}>`;
}
