/**
 * Which tokens a model sees at the end of a text, by the context limit and its policy.
 *
 * @module
 */
import type { PredictorQuery } from "@/lib/experiment/fields/predictor_query.ts";
import { contextOf } from "@/lib/lm/generation/context_of.ts";
import type { ContextPolicy } from "@/lib/lm/generation/context_policy.ts";
import type { TokenRange } from "@/lib/lm/generation/generation.ts";
import type { LanguageModel, TokenId } from "@/lib/lm/language_model.ts";

/** The context after a list of tokens. */
export interface ContextEnd {
  /** All tokens so far, dropped ones included. */
  readonly tokens: readonly TokenId[];
  /** The tokens that the model sees. */
  readonly context: readonly TokenId[];
  /** Positions of the tokens that the policy leaves out. */
  readonly dropped: readonly TokenRange[];
  /** Whether the tokens do not fit and the policy drops none. */
  readonly full: boolean;
  /** Tokens of context, `Infinity` where the model has no limit. */
  readonly limit: number;
  readonly policy: ContextPolicy;
}

/** The context's settings as the loop over a model takes them. */
interface ContextSettings {
  readonly contextLimit: number;
  readonly contextPolicy: ContextPolicy;
}

/**
 * The limit and the policy that a query means for a model. A summary is the visitor's to write, so `summarize`
 * rejects; a policy that drops needs room for two tokens.
 */
export function contextSettings(
  model: Pick<LanguageModel, "contextLength">,
  query: Pick<PredictorQuery, "context_limit" | "context_policy">,
): ContextSettings {
  const contextPolicy = query.context_policy === "summarize" ? "reject" : query.context_policy;
  const least = contextPolicy === "reject" ? 1 : 2;
  const contextLimit = Math.min(Math.max(query.context_limit ?? Infinity, least), model.contextLength);
  return { contextLimit, contextPolicy };
}

/** Applies limit and policy to a list of tokens. */
export function contextEnd(tokens: readonly TokenId[], settings: ContextSettings): ContextEnd {
  const { contextLimit: limit, contextPolicy: policy } = settings;
  if (policy === "reject" || tokens.length < limit) {
    return { tokens, context: tokens, dropped: [], full: tokens.length > limit, limit, policy };
  }
  const { tokens: context, dropped } = contextOf(tokens, limit, policy);
  return { tokens, context, dropped, full: false, limit, policy };
}
