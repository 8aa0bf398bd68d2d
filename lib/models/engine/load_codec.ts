/**
 * A model's own tokenizer, from its files.
 *
 * @module
 */
import { AutoTokenizer } from "@huggingface/transformers";
import type { TokenId } from "@/lib/lm/language_model.ts";
import type { EngineOptions } from "@/lib/models/engine.ts";
import { fallBackToBytes } from "@/lib/models/engine/exact_tokenizer.ts";
import { readText } from "@/lib/models/engine/read_text.ts";
import { type TextCodec, textCodec } from "@/lib/models/engine/text_codec.ts";
import { MODEL_NAME } from "@/lib/models/engine/transformers_runtime.ts";

/** A tokenizer, and what it calls the end of a text. */
export interface LoadedCodec {
  readonly codec: TextCodec;
  readonly tokenizerEnd: TokenId | null;
}

/** Loads the tokenizer; the files are being served to transformers.js. */
export async function loadCodec(options: EngineOptions): Promise<LoadedCodec> {
  const tokenizer = await AutoTokenizer.from_pretrained(MODEL_NAME);
  fallBackToBytes(tokenizer);
  const template = tokenizer.chat_template ? null : await readText(options, "chat_template.jinja");
  return { codec: textCodec(tokenizer, template), tokenizerEnd: tokenizer.eos_token_id ?? null };
}
