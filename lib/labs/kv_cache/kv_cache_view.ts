/**
 * Everything that /kv-cache shows, computed from its query: the same functions as the API's `kv-cache`.
 *
 * @module
 */
import type { KvCacheQuery } from "@/lib/experiment/fields/kv_cache_query.ts";
import { kvCacheQuestion } from "@/lib/experiment/fields/kv_cache_question.ts";
import { cacheMemory, GIB } from "@/lib/lm/kv_cache/cache_memory.ts";
import { type CacheQuestion, type CacheReport, cacheReport } from "@/lib/lm/kv_cache/cache_report.ts";
import { numberText } from "@/lib/lm/number_text.ts";

/** A line of the plot: GiB over tokens. */
interface CacheCurve {
  readonly label: string;
  readonly points: readonly (readonly [tokens: number, gib: number])[];
  /** Whether it is a limit rather than a cache. */
  readonly truth: boolean;
}

/** A cache at one length, beside the weights. */
interface CacheAtLength {
  readonly tokens: number;
  readonly lowerBytes: number;
  readonly upperBytes: number;
}

/** What /kv-cache shows for a question that has an answer. */
export interface KvCacheView {
  readonly question: CacheQuestion;
  readonly report: CacheReport;
  readonly curves: readonly CacheCurve[];
  readonly lengths: readonly CacheAtLength[];
}

/** Computes the page, or says why it cannot. */
export function kvCacheView(query: KvCacheQuery): KvCacheView | { readonly problem: string } {
  const result = kvCacheQuestion(query);
  if ("problem" in result) return result;
  const { question } = result;
  return {
    question,
    report: cacheReport(question),
    curves: cacheCurves(question),
    lengths: [4096, 131_072].map((tokens) => atLength(question, tokens)),
  };
}

function atLength({ model, use }: CacheQuestion, tokens: number): CacheAtLength {
  const { lowerBytes, upperBytes } = cacheMemory(model, { ...use, tokens });
  return { tokens, lowerBytes, upperBytes };
}

/** The cache over length for up to three batches, its upper bound where that differs, and what memory is left. */
function cacheCurves(question: CacheQuestion): CacheCurve[] {
  const { model, use, memoryGib, weightBytes } = question;
  const lengths = plotLengths(use.tokens);
  const curve = (batch: number, bound: "lowerBytes" | "upperBytes") =>
    lengths.map((tokens) => [tokens, cacheMemory(model, { ...use, batch, tokens })[bound] / GIB] as const);
  const curves: CacheCurve[] = plotBatches(use.batch).map((batch) => ({
    label: batch === 1 ? "1 sequence" : `${numberText(batch)} sequences`,
    points: curve(batch, "lowerBytes"),
    truth: false,
  }));
  if (use.batch > 0 && differs(question)) {
    const label = `upper bound of ${numberText(use.batch)}`;
    curves.push({ label, points: curve(use.batch, "upperBytes"), truth: false });
  }
  const free = memoryGib === null ? 0 : memoryGib - (weightBytes ?? 0) / GIB;
  if (free > 0) {
    const label = weightBytes === null ? "memory" : "memory after weights";
    curves.push({ label, points: lengths.map((tokens) => [tokens, free] as const), truth: true });
  }
  return curves;
}

function differs({ model, use }: CacheQuestion): boolean {
  const { lowerBytes, upperBytes } = cacheMemory(model, { ...use, tokens: 2 ** 17, blockSize: 1 });
  return lowerBytes !== upperBytes;
}

/** Powers of two from 1,024 to 131,072, or as far as the visitor's own length. */
function plotLengths(tokens: number): number[] {
  const last = Math.max(17, Math.ceil(Math.log2(Math.max(tokens, 1))));
  return Array.from({ length: last - 9 }, (_, i) => 2 ** (10 + i));
}

/** One sequence, the visitor's batch, and eight times it. */
function plotBatches(batch: number): number[] {
  return [...new Set([1, batch, batch * 8])];
}
