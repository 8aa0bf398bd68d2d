/**
 * The query of /context: the fields of the API's `context`.
 *
 * @module
 */
import { MAX_WINDOW } from "@/lib/experiment/fields/calculation_limits.ts";
import type { FieldTable } from "@/lib/experiment/codec.ts";
import { choiceField, integerField, optionalIntegerField } from "@/lib/experiment/fields/field.ts";
import { CONTEXT_POLICIES, type ContextPolicy } from "@/lib/lm/generation/context_policy.ts";

/** What fills a context window, and what happens when it is full. */
export interface ContextQuery {
  readonly limit: number;
  readonly prompt_tokens: number;
  readonly generated_tokens: number;
  readonly policy: ContextPolicy;
  /** Tokens at the start that `keep_prefix` keeps, and the sinks of `slide_with_sinks`; null for their defaults. */
  readonly keep: number | null;
}

/** One row per field. */
export const CONTEXT_FIELDS = {
  limit: integerField(8000, 1, MAX_WINDOW, { kilo: 1024 }),
  prompt_tokens: integerField(7600, 0, MAX_WINDOW, { kilo: 1024 }),
  generated_tokens: integerField(400, 0, MAX_WINDOW, { kilo: 1024 }),
  policy: choiceField("truncate_start", CONTEXT_POLICIES),
  keep: optionalIntegerField(0, MAX_WINDOW, { kilo: 1024 }),
} satisfies FieldTable<ContextQuery>;
