import type { TokenId } from "@/lib/lm/language_model.ts";
import { type CorpusTokenizer, createEncoder } from "@/lib/training/data/corpus_tokenizer.ts";
import type { RunFacts } from "@/lib/training/run/training_protocol.ts";

/** Each run's encoder is made once: it is asked with every frame. */
const encoders = new WeakMap<CorpusTokenizer, (text: string) => TokenId[]>();

/** Ids of a typed context: the last n - 1 tokens, -1 for a place without one; null where a word is unknown. */
export function watchedContext({ tokenizer, shape }: RunFacts, text: string): readonly TokenId[] | null {
  const encode = encoders.get(tokenizer) ?? createEncoder(tokenizer);
  encoders.set(tokenizer, encode);
  const ids = encode(text);
  if (ids.includes(-1)) return null;
  const last = ids.slice(-shape.context);
  return [...new Array<TokenId>(shape.context - last.length).fill(-1), ...last];
}

/** The context that is shown: the typed one where it can be, else the text's second, as its first is often a coin. */
export function shownContext(facts: RunFacts, text: string): readonly TokenId[] {
  const typed = text.trim() === "" ? null : watchedContext(facts, text);
  return typed ?? (facts.samples[1] ?? facts.samples[0])!.context;
}
