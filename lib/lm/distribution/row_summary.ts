/**
 * A row of logits summed up: all that the decode loop shows of it, in a few numbers.
 *
 * @module
 */
import { type RowStatistics, rowStatistics } from "@/lib/lm/distribution/row_statistics.ts";
import { topTokens } from "@/lib/lm/distribution/top_tokens.ts";
import type { TokenId } from "@/lib/lm/token_id.ts";

/** Normalizer, entropy and the likeliest tokens. */
export interface RowSummary extends RowStatistics {
  /** As many as were asked for, likeliest first; equal logits go to the lower id. */
  readonly best: readonly TokenId[];
}

/**
 * Sums a row up.
 *
 * @param count How many of the likeliest tokens to keep; more than there are gives all.
 * @throws {RangeError} If there is no logit, one is NaN or +Infinity, or all are -Infinity.
 */
export type SummarizeRow = (logits: Float32Array, count: number) => RowSummary;

/** Sums a row up in plain TypeScript: as {@linkcode SummarizeRow} says. */
export function summarizeRow(logits: Float32Array, count: number): RowSummary {
  return { ...rowStatistics(logits), best: topTokens(logits, count) };
}
