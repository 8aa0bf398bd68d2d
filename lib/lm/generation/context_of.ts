import { applyContextPolicy } from "@/lib/lm/generation/apply_context_policy.ts";
import type { ContextPolicy } from "@/lib/lm/generation/context_policy.ts";
import type { TokenRange } from "@/lib/lm/generation/generation.ts";
import type { TokenId } from "@/lib/lm/language_model.ts";

/** What a model is given of a text that may be too long for it. */
export interface Context {
  readonly tokens: readonly TokenId[];
  /** Positions that were left out. */
  readonly dropped: readonly TokenRange[];
}

/**
 * The tokens a model is given to predict the next one from: all below the limit, from there on what the
 * policy keeps.
 *
 * @param tokens Prompt and generation so far.
 * @param limit Tokens the context window holds.
 * @throws {RangeError} If the limit is below 1 or no whole number.
 */
export function contextOf(tokens: readonly TokenId[], limit: number, policy: ContextPolicy): Context {
  const { kept, dropped } = applyContextPolicy(tokens.length, limit, policy);
  return { tokens: kept.flatMap(([start, end]) => tokens.slice(start, end)), dropped };
}
