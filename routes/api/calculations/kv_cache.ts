import { z } from "zod";
import { initialState } from "@/lib/experiment/codec.ts";
import { KV_CACHE_FIELDS, type KvCacheQuery } from "@/lib/experiment/fields/kv_cache_query.ts";
import { kvCacheQuestion, questionOf } from "@/lib/experiment/fields/kv_cache_question.ts";
import { GB, GIB } from "@/lib/lm/kv_cache/cache_memory.ts";
import { tokensThatFit } from "@/lib/lm/kv_cache/tokens_that_fit.ts";
import { type CacheQuestion, cacheReport } from "@/lib/lm/kv_cache/cache_report.ts";
import { readCacheConfig } from "@/lib/lm/kv_cache/config/read_cache_config.ts";
import { configFacts } from "@/lib/models/hub/model_config.ts";
import { endpoint } from "@/routes/api/endpoint.ts";
import { kvCacheRequest, kvCacheStrings } from "@/routes/api/calculations/kv_cache_request.ts";

const DEFAULTS = initialState(KV_CACHE_FIELDS);

const bytes = z.number().min(0);

const response = z.object({
  attention: z.string().describe("How query heads share keys and values"),
  bytes: bytes.describe("The cache of the batch: equal to lower_bound_bytes"),
  gib: z.number().describe("bytes / 2^30"),
  gb: z.number().describe("bytes / 10^9"),
  bytes_per_token: bytes.describe("What one more token of one sequence adds while no window is full"),
  bytes_per_token_beyond_windows: bytes.describe("What one more token adds once every window is full"),
  state_bytes: bytes.describe("What one sequence takes whatever its length"),
  lower_bound_bytes: bytes.describe("Sliding layers keep their window only"),
  upper_bound_bytes: bytes.describe("Every attention layer keeps the full length in whole blocks"),
  layers: z.array(z.object({
    kind: z.string(),
    count: z.int().describe("Layers of this kind"),
    bytes_per_token: bytes.describe("Of one of these layers"),
    state_bytes: bytes.describe("Of one sequence in one of these layers"),
    window: z.int().nullable(),
  })),
  arithmetic: z.array(z.string()).describe("The calculation, one step a line"),
  weights_bytes: bytes.nullable().describe("null where they are not known"),
  concurrent_requests: z.object({
    free_bytes: bytes,
    at_least: z.int().nullable(),
    at_most: z.int().nullable(),
  }).nullable().describe(
    "Requests of this length that fit beside the weights; null without a memory or weights",
  ),
  tokens_that_fit: z.object({
    at_least: z.int().nullable(),
    at_most: z.int().nullable(),
  }).nullable().describe(
    "Tokens of one sequence that fit beside the weights, null for any number; null without a memory or weights",
  ),
  work: z.object({
    cached_positions: z.number(),
    recomputed_positions: z.number(),
    cached_pairs: z.number(),
    recomputed_pairs: z.number(),
  }).describe(
    "Token positions that pass through the layers, and pairs of query and key, with and without a cache",
  ),
  notes: z.array(z.string()).describe(
    'What was assumed, and "not read: KEY" for each key of the configuration that may matter and was not used',
  ),
});

/** `GET` and `POST /api/v1/kv-cache`. */
export const kvCacheEndpoint = endpoint({
  name: "kv-cache",
  summary: "Memory of keys and values",
  description:
    "A full-attention layer keeps kv_heads x (head_dim of key + head_dim of value) elements of every token; a sliding " +
    "layer those of its window; latent attention one compressed vector a token; state-space and linear layers a state " +
    "that does not grow. lower_bound_bytes lets windows be no longer than they must; upper_bound_bytes reserves the " +
    "full length in whole blocks, as paged engines may.",
  page: "/kv-cache",
  request: kvCacheRequest,
  response,
  query: kvCacheStrings,
  example: { batch: 4, tokens: 2048, layers: 32, kv_heads: 8, head_dim: 128, bytes_per_element: 2 },
  // A kind of layer for each number of heads, each with its lines.
  cost({ kv_heads }) {
    const layers = Array.isArray(kv_heads) ? kv_heads.length : 1;
    return { milliseconds: layers * 0.04, pointer: "/kv_heads", advice: "the list" };
  },
  calculate: (input) => answer(read(input)),
});

type Input = z.output<typeof kvCacheRequest>;

/** @throws {RangeError} Where a configuration or the numbers give no cache. */
function read({ config, ...rest }: Input): CacheQuestion {
  const { kv_heads = 1, ...given } = rest;
  const defined = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const heads = typeof kv_heads === "number" ? [kv_heads] : kv_heads;
  const stated: KvCacheQuery = { ...DEFAULTS, ...defined, kv_heads: heads };
  if (config === undefined) return orThrow(kvCacheQuestion(stated)).question;
  return questionOf(stated, orThrow(readCacheConfig(config)).model, configFacts(config).parameters);
}

function orThrow<T extends object>(result: T | { readonly problem: string }): T {
  if ("problem" in result) throw new RangeError(result.problem);
  return result;
}

/** How long one sequence can get beside the weights, by both bounds. */
function fittingTokens({ model, use, weightBytes, memoryGib }: CacheQuestion) {
  if (weightBytes === null || memoryGib === null) return null;
  const free = memoryGib * GIB - weightBytes;
  const most = (bound: "lowerBytes" | "upperBytes") =>
    Math.max(0, tokensThatFit(model, { ...use, batch: 1 }, free, bound));
  return { at_least: most("upperBytes"), at_most: most("lowerBytes") };
}

function answer(question: CacheQuestion): z.input<typeof response> {
  const { memory, arithmetic, concurrent, work } = cacheReport(question);
  return {
    attention: question.model.attention,
    bytes: memory.lowerBytes,
    gib: memory.lowerBytes / GIB,
    gb: memory.lowerBytes / GB,
    bytes_per_token: memory.bytesPerToken,
    bytes_per_token_beyond_windows: memory.bytesPerTokenBeyondWindows,
    state_bytes: memory.stateBytes,
    lower_bound_bytes: memory.lowerBytes,
    upper_bound_bytes: memory.upperBytes,
    layers: memory.layers.map(({ layers, bytesPerToken, stateBytes }) => ({
      kind: layers.kind,
      count: layers.count,
      bytes_per_token: bytesPerToken,
      state_bytes: stateBytes,
      window: "window" in layers ? layers.window : null,
    })),
    arithmetic: [...arithmetic],
    weights_bytes: question.weightBytes,
    concurrent_requests: concurrent && {
      free_bytes: concurrent.freeBytes,
      at_least: concurrent.atLeast,
      at_most: concurrent.atMost,
    },
    tokens_that_fit: fittingTokens(question),
    work: {
      cached_positions: work.cachedPositions,
      recomputed_positions: work.recomputedPositions,
      cached_pairs: work.cachedPairs,
      recomputed_pairs: work.recomputedPairs,
    },
    notes: [...question.model.notes],
  };
}
