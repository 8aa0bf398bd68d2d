/**
 * Everything that /softmax shows, computed from its query: the same functions as the API's `softmax` and `sample`.
 *
 * @module
 */
import { labelsOf, type SoftmaxQuery } from "@/lib/experiment/fields/softmax_fields.ts";
import { rankOf } from "@/lib/lm/distribution/rank_of.ts";
import { type SampleReport, sampleReport } from "@/lib/lm/sampler/sample_report.ts";
import { DEFAULT_SAMPLER } from "@/lib/lm/sampler/settings.ts";
import { type SoftmaxReport, softmaxReport } from "@/lib/lm/sampler/softmax_report.ts";

/** The most tokens that have a row of their own. */
export const MAX_ROWS = 100;

/** One token of the distribution. */
export interface SoftmaxRow {
  readonly id: number;
  readonly label: string;
  /** As given, before the constant. */
  readonly logit: number;
  readonly probability: number;
  /** In nats. */
  readonly logProbability: number;
  /** Softmax of the logits alone: no constant, temperature 1. */
  readonly plain: number;
  /** After the sampler's stages. */
  readonly shaped: number;
  /** From 1, by logit; equals rank by the lower id. */
  readonly rank: number;
  /** exp(z / T) without subtracting the maximum: Infinity where a double cannot hold it. */
  readonly exponential: number;
  /** exp(z / T - max): never above 1. */
  readonly stable: number;
}

/** What /softmax shows. */
export interface SoftmaxView {
  readonly rows: readonly SoftmaxRow[];
  /** The tokens without a row of their own, together. */
  readonly other: { readonly count: number; readonly probability: number; readonly shaped: number } | null;
  readonly report: SoftmaxReport;
  readonly sample: SampleReport;
  readonly labels: readonly string[];
  /** Σ exp(z / T) without subtracting the maximum. */
  readonly naiveSum: number;
  /** Σ exp(z / T - max). */
  readonly stableSum: number;
  /** The largest change of a probability that the constant alone makes, and that the temperature alone makes. */
  readonly changeByAdding: number;
  readonly changeByDividing: number;
}

/** Computes the page. */
export function softmaxView(query: SoftmaxQuery): SoftmaxView {
  const { logits, add, temperature, seed, draws } = query;
  const moved = add === 0 ? logits : logits.map((logit) => logit + add);
  const report = softmaxReport(moved, temperature);
  const plain = softmaxReport(logits);
  const sampler = { ...DEFAULT_SAMPLER, ...query, repetition_penalty: 1 };
  const sample = sampleReport({ logits: moved, sampler, context: [], seed, draws });
  const labels = labelsOf(query);
  const scores = temperature === 0 ? moved : moved.map((logit) => logit / temperature);
  const largest = scores.reduce((a, b) => Math.max(a, b), -Infinity);
  const rows = logits.slice(0, MAX_ROWS).map((logit, id): SoftmaxRow => ({
    id,
    label: labels[id]!,
    logit,
    probability: report.probabilities[id]!,
    logProbability: report.logProbabilities[id]!,
    plain: plain.probabilities[id]!,
    shaped: sample.probabilities[id]!,
    rank: rankOf(logits, id),
    exponential: Math.exp(scores[id]!),
    stable: Math.exp(scores[id]! - largest),
  }));
  return {
    rows,
    other: otherOf(report, sample),
    report,
    sample,
    labels,
    naiveSum: scores.reduce((sum, score) => sum + Math.exp(score), 0),
    stableSum: scores.reduce((sum, score) => sum + Math.exp(score - largest), 0),
    changeByAdding: largestChange(softmaxReport(moved).probabilities, plain.probabilities),
    changeByDividing: largestChange(softmaxReport(logits, temperature).probabilities, plain.probabilities),
  };
}

function otherOf(
  { probabilities }: SoftmaxReport,
  { probabilities: shaped }: SampleReport,
): SoftmaxView["other"] {
  if (probabilities.length <= MAX_ROWS) return null;
  const sum = (values: Float64Array) => values.subarray(MAX_ROWS).reduce((total, value) => total + value, 0);
  return { count: probabilities.length - MAX_ROWS, probability: sum(probabilities), shaped: sum(shaped) };
}

function largestChange(a: Float64Array, b: Float64Array): number {
  return a.reduce((largest, value, index) => Math.max(largest, Math.abs(value - b[index]!)), 0);
}
