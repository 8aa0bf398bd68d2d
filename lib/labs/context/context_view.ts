/**
 * Everything that /context shows, computed from its query: the same function as the API's `context`.
 *
 * @module
 */
import type { ContextQuery } from "@/lib/experiment/fields/context_fields.ts";
import { CONTEXT_POLICIES, type ContextPolicy } from "@/lib/lm/generation/context_policy.ts";
import { contextWindow, type ContextWindowReport } from "@/lib/lm/generation/context_window.ts";

/** What /context shows. */
export interface ContextView {
  readonly report: ContextWindowReport;
  /** The same window under every policy. */
  readonly policies: readonly (ContextWindowReport & { readonly policy: ContextPolicy })[];
}

/** Computes the page. */
export function contextView(query: ContextQuery): ContextView {
  const { limit, prompt_tokens: promptTokens, generated_tokens: generatedTokens, keep } = query;
  const window = { limit, promptTokens, generatedTokens, keep: keep ?? undefined };
  const policies = CONTEXT_POLICIES.map((policy) => ({ policy, ...contextWindow({ ...window, policy }) }));
  return { report: contextWindow({ ...window, policy: query.policy }), policies };
}
