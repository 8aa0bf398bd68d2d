/**
 * Text to tokens with a model's own tokenizer, and the tokens it begins and ends texts with.
 *
 * @module
 */
import type { PreTrainedTokenizer } from "@huggingface/transformers";
import type { TokenId } from "@/lib/lm/language_model.ts";

/** What the engine asks of a tokenizer. */
export interface TextCodec {
  readonly beginToken: TokenId | null;
  readonly hasChatTemplate: boolean;
  /** Tokens of a text, without a begin token. Lone surrogates become U+FFFD first. */
  encode(text: string): TokenId[];
  /** Tokens of a user's message in the chat template, ready for the answer; null without a template. */
  encodeChat(text: string): TokenId[] | null;
}

/** The tokens that a model's files name as ends of a text, ascending. */
interface EndTokenSources {
  readonly config: Readonly<Record<string, unknown>>;
  readonly generationConfig: Readonly<Record<string, unknown>>;
  readonly tokenizerEnd: TokenId | null;
}

/**
 * Wraps a tokenizer.
 *
 * @param template The repository's own `chat_template.jinja`, where the tokenizer's configuration holds none.
 */
export function textCodec(tokenizer: PreTrainedTokenizer, template: string | null): TextCodec {
  const hasChatTemplate = template !== null || Boolean(tokenizer.chat_template);
  const encode = (text: string) => tokenizer.encode(text.toWellFormed(), { add_special_tokens: false });
  return {
    beginToken: findBeginToken(tokenizer),
    hasChatTemplate,
    encode,
    encodeChat: (text) =>
      hasChatTemplate ? encode(renderChat(tokenizer, template, text.toWellFormed())) : null,
  };
}

function renderChat(tokenizer: PreTrainedTokenizer, template: string | null, content: string): string {
  const rendered = tokenizer.apply_chat_template([{ role: "user", content }], {
    tokenize: false,
    add_generation_prompt: true,
    ...(template === null ? {} : { chat_template: template }),
  });
  return rendered as string;
}

/** The token that the tokenizer itself puts in front of a text, or null if it puts none. */
function findBeginToken(tokenizer: PreTrainedTokenizer): TokenId | null {
  const plain = tokenizer.encode("a", { add_special_tokens: false });
  const marked = tokenizer.encode("a", { add_special_tokens: true });
  const first = marked[0];
  return first !== undefined && first !== plain[0] ? first : null;
}

/** The union of what the configurations and the tokenizer call the end of a text, ascending. */
export function endTokens({ config, generationConfig, tokenizerEnd }: EndTokenSources): TokenId[] {
  const named = [generationConfig.eos_token_id, config.eos_token_id, tokenizerEnd].flat();
  const ids = named.filter((id): id is number => Number.isInteger(id) && id as number >= 0);
  return [...new Set(ids)].sort((a, b) => a - b);
}
