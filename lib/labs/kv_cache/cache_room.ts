/**
 * What a card has room for: weights, cache, and what is left.
 *
 * @module
 */
import type { KvCacheQuery } from "@/lib/experiment/fields/kv_cache_query.ts";
import { findCachePreset } from "@/lib/lm/kv_cache/cache_presets.ts";
import { elementFormat } from "@/lib/lm/kv_cache/cache_format.ts";
import { cacheMemory, GIB } from "@/lib/lm/kv_cache/cache_memory.ts";
import type { CacheQuestion } from "@/lib/lm/kv_cache/cache_report.ts";
import { concurrentRequests } from "@/lib/lm/kv_cache/concurrent_requests.ts";
import { tokensThatFit } from "@/lib/lm/kv_cache/tokens_that_fit.ts";
import { numberText } from "@/lib/lm/number_text.ts";

/** The card that is drawn where the visitor has named none, in GiB. */
const USUAL_CARD = 24;

/** A model beside a card. All sizes in GiB. */
export interface CacheRoom {
  /** The model's name, as a sentence has it. */
  readonly name: string;
  readonly card: number;
  /** 0 where the weights are not known. */
  readonly weights: number;
  readonly knowsWeights: boolean;
  /** The cache of the question: at least and at most. */
  readonly cache: number;
  readonly upperCache: number;
  /** What the card has left after weights and cache; negative where they do not fit. */
  readonly free: number;
  /** The longest single sequence beside the weights, by each bound; Infinity where any length fits. */
  readonly longest: { readonly least: number; readonly most: number };
  /** How many sequences of the question's length fit, by each bound. */
  readonly users: { readonly least: number; readonly most: number };
  /** The weights with four bits a parameter; null where they are not known, or are as small already. */
  readonly weightsInt4: number | null;
  /** What the model was made for; null where the config does not have it. */
  readonly contextLength: number | null;
}

/** Computes the room for a question; the card is {@linkcode USUAL_CARD} where the question names none. */
export function cacheRoom(query: KvCacheQuery, question: CacheQuestion): CacheRoom {
  const { model, use, weightBytes } = question;
  const card = question.memoryGib ?? USUAL_CARD;
  const weights = (weightBytes ?? 0) / GIB;
  const { lowerBytes, upperBytes } = cacheMemory(model, use);
  const freeBytes = Math.max(0, card * GIB - (weightBytes ?? 0));
  const one = cacheMemory(model, { ...use, batch: 1 });
  const requests = concurrentRequests(card * GIB, weightBytes ?? 0, one);
  const longest = (bound: "lowerBytes" | "upperBytes") =>
    tokensThatFit(model, { ...use, batch: 1 }, freeBytes, bound);
  return {
    name: nameOf(query, model.layers.reduce((sum, { count }) => sum + count, 0)),
    card,
    weights,
    knowsWeights: weightBytes !== null,
    cache: lowerBytes / GIB,
    upperCache: upperBytes / GIB,
    free: card - weights - lowerBytes / GIB,
    longest: { least: longest("upperBytes"), most: longest("lowerBytes") },
    users: { least: requests.atLeast, most: requests.atMost },
    weightsInt4: weightsInt4(query, weightBytes),
    contextLength: model.contextLength,
  };
}

function nameOf({ preset, config, repository }: KvCacheQuery, layers: number): string {
  if (config !== "") return repository === "" ? "this configuration" : repository.split("/")[1]!;
  const known = findCachePreset(preset);
  return known ? known.repository.split("/")[1]! : `a model of ${numberText(layers)} layers`;
}

function weightsInt4({ weights_gib, weight_dtype }: KvCacheQuery, weightBytes: number | null): number | null {
  if (weightBytes === null || weights_gib !== null) return null;
  const [now, small] = [elementFormat(weight_dtype).bytes, elementFormat("int4").bytes];
  return now <= small ? null : weightBytes * small / now / GIB;
}
