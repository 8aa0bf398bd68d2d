/**
 * Everything the page and the API say of a cache, from one description of the question.
 *
 * @module
 */
import { cacheArithmetic } from "@/lib/lm/kv_cache/cache_arithmetic.ts";
import type { CacheModel } from "@/lib/lm/kv_cache/cache_layers.ts";
import { type CacheMemory, cacheMemory, type CacheUse, GIB } from "@/lib/lm/kv_cache/cache_memory.ts";
import { type ConcurrentRequests, concurrentRequests } from "@/lib/lm/kv_cache/concurrent_requests.ts";
import { type Recomputation, recomputation } from "@/lib/lm/kv_cache/recomputation.ts";

/** A model, how it is used, and on what device. */
export interface CacheQuestion {
  readonly model: CacheModel;
  readonly use: CacheUse;
  /** The model's weights in bytes; null where they are not known. */
  readonly weightBytes: number | null;
  /** The device's memory in GiB; null to leave out who fits. */
  readonly memoryGib: number | null;
  /** Tokens of each sequence that were generated; the others are prompt. */
  readonly generated: number;
}

/** The answer. */
export interface CacheReport {
  readonly memory: CacheMemory;
  readonly arithmetic: readonly string[];
  /** Requests of this length that fit; null without a memory or weights. */
  readonly concurrent: ConcurrentRequests | null;
  readonly work: Recomputation;
}

/** Computes the answer. */
export function cacheReport(question: CacheQuestion): CacheReport {
  const { model, use, weightBytes, memoryGib, generated } = question;
  const memory = cacheMemory(model, use);
  const drawn = Math.min(generated, use.tokens);
  return {
    memory,
    arithmetic: cacheArithmetic(memory, use),
    concurrent: weightBytes === null || memoryGib === null
      ? null
      : concurrentRequests(memoryGib * GIB, weightBytes, cacheMemory(model, { ...use, batch: 1 })),
    work: recomputation(Math.max(1, use.tokens - drawn), drawn),
  };
}
