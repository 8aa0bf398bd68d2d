import type { TokenId } from "@/lib/lm/language_model.ts";
import type { ConventionSettings } from "@/lib/lm/loss/text/convention.ts";

/** A pass of teacher forcing: the model reads `tokens`, and those from `from` on are scored. */
export interface ScoringPass {
  readonly tokens: readonly TokenId[];
  readonly from: number;
  /** Which of the text's tokens `tokens[from]` is, from 0. */
  readonly first: number;
}

/**
 * Cuts a text's tokens into the passes of a convention. Each token is scored at most once, in order; what is in no
 * pass is not scored.
 *
 * - `hf`: windows moved by the stride; a window scores what no earlier one has. The begin token stands in front of
 *   the text, once (transformers, "Perplexity of fixed-length models").
 * - `llama_cpp`: whole chunks, each scored after its middle, a begin token in place of its first; the tail is
 *   dropped (tools/perplexity).
 * - `lm_eval`: the first window is scored whole behind the begin token; each further one reads the last token
 *   before it, and the last window reaches back to be full (`get_rolling_token_windows`).
 */
export function planPasses(ids: readonly TokenId[], settings: ConventionSettings): ScoringPass[] {
  switch (settings.convention) {
    case "hf":
      return stridedPasses(ids, settings);
    case "llama_cpp":
      return chunkPasses(ids, settings);
    case "lm_eval":
      return rollingPasses(ids, settings);
  }
}

function stridedPasses(ids: readonly TokenId[], { window, stride, bos }: ConventionSettings): ScoringPass[] {
  const all = bos === null ? ids : [bos, ...ids];
  const added = all.length - ids.length;
  const passes: ScoringPass[] = [];
  let scored = 0;
  for (let start = 0; scored < all.length; start += stride) {
    const end = Math.min(start + window, all.length);
    // The first token of a window has no context in it.
    const from = Math.max(scored, start + 1);
    if (from < end) passes.push({ tokens: all.slice(start, end), from: from - start, first: from - added });
    scored = end;
  }
  return passes;
}

function chunkPasses(ids: readonly TokenId[], { window, bos }: ConventionSettings): ScoringPass[] {
  const all = bos === null ? ids : [bos, ...ids];
  const added = all.length - ids.length;
  const from = Math.floor(window / 2) + 1;
  return Array.from({ length: Math.floor(all.length / window) }, (_, chunk) => {
    const start = chunk * window;
    const tokens = all.slice(start, start + window);
    return { tokens: bos === null ? tokens : tokens.with(0, bos), from, first: start + from - added };
  }).filter(({ tokens }) => from < tokens.length);
}

function rollingPasses(ids: readonly TokenId[], { window, bos }: ConventionSettings): ScoringPass[] {
  const passes: ScoringPass[] = [];
  const head = ids.slice(0, window);
  if (bos !== null && head.length > 0) passes.push({ tokens: [bos, ...head], from: 1, first: 0 });
  else if (head.length > 1) passes.push({ tokens: head, from: 1, first: 1 });
  for (let scored = head.length; scored < ids.length;) {
    const end = Math.min(scored + window, ids.length);
    const start = Math.max(0, end - window - 1);
    passes.push({ tokens: ids.slice(start, end), from: scored - start, first: scored });
    scored = end;
  }
  return passes;
}
