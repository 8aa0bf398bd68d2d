/**
 * What to do when the context window is full. The pages and the generation loop share these names.
 *
 * @module
 */

/** The policies a full context window can follow. */
export const CONTEXT_POLICIES = [
  "reject",
  "truncate_start",
  "truncate_middle",
  "keep_prefix",
  "slide_with_sinks",
  "summarize",
] as const;

/** One of {@linkcode CONTEXT_POLICIES}. */
export type ContextPolicy = typeof CONTEXT_POLICIES[number];
