/**
 * A page's own query as a request to the API that computes the same.
 *
 * @module
 */
import { parseFields } from "@/lib/experiment/codec.ts";
import { CONTEXT_FIELDS } from "@/lib/experiment/fields/context_fields.ts";
import { KV_CACHE_FIELDS, type KvCacheQuery } from "@/lib/experiment/fields/kv_cache_query.ts";
import { LOOP_FIELDS } from "@/lib/experiment/fields/loop_fields.ts";
import { LOSS_FIELDS, lossMode, probabilitiesOf } from "@/lib/experiment/fields/loss_fields.ts";
import { NGRAM_FIELDS } from "@/lib/experiment/fields/ngram_fields.ts";
import { parsePredictorQuery } from "@/lib/experiment/fields/predictor_fields.ts";
import { isEmbedded } from "@/lib/experiment/fields/predictor_query.ts";
import { conventionOf, SCORE_FIELDS } from "@/lib/experiment/fields/score_fields.ts";
import { CUTS, labelsOf, SOFTMAX_FIELDS } from "@/lib/experiment/fields/softmax_fields.ts";
import { perStage, STAGES } from "@/lib/lm/sampler/stages.ts";
import { orderedJson } from "@/lib/labs/code/ordered_json.ts";
import { corpusSource, ngramQuestion, studySettings } from "@/lib/labs/ngram/ngram_request.ts";

/** A request to the API. */
export interface ApiRequest {
  /** Path below the site. */
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** The body as it is to be sent: with the order of its keys, which an object forgets for whole numbers. */
  readonly json: string;
  /** A file of the site whose text is the field `text`; null where the body holds all. */
  readonly textFrom: string | null;
}

type Body = Readonly<Record<string, unknown>>;

/** The request of each page; null where the API does not compute what the page shows. */
const REQUESTS: Readonly<Record<string, (params: URLSearchParams) => ApiRequest | null>> = {
  "/": predictRequest,
  "/softmax": softmaxRequest,
  "/ngram": ngramRequest,
  "/loss": lossRequest,
  "/table": loopRequest,
  "/kv-cache": cacheRequest,
  "/context": contextRequest,
  "/score": scoreRequest,
};

/** The request that computes what a page with this query shows; null where the API has none. */
export function apiRequest(page: string, params: URLSearchParams): ApiRequest | null {
  return REQUESTS[page]?.(params) ?? null;
}

function request(endpoint: string, body: Body, textFrom: string | null = null): ApiRequest {
  return { path: `/api/v1/${endpoint}`, body, json: JSON.stringify(body, null, 2), textFrom };
}

function predictRequest(params: URLSearchParams): ApiRequest | null {
  const { query } = parsePredictorQuery(params);
  // The API reads a text: what was generated after it is not text yet.
  if (!isEmbedded(query.model) || query.path.length > 0 || query.heads_off.length > 0) return null;
  const { text, model, top, stages } = query;
  const body = { text, model, top, ...perStage((_, name) => query[name]), stages };
  return request("predict", body);
}

function softmaxRequest(params: URLSearchParams): ApiRequest {
  const { query } = parseFields(SOFTMAX_FIELDS, params);
  const { add, labels: _, logits, ...sampler } = query;
  const moved = logits.map((logit) => logit + add);
  const { draws, temperature } = sampler;
  const isPlain = draws === 0 && CUTS.every((name) => sampler[name] === STAGES[name].off);
  return isPlain
    ? request("softmax", { logits: moved, labels: labelsOf(query), temperature })
    : request("sample", { logits: moved, ...sampler });
}

function ngramRequest(params: URLSearchParams): ApiRequest {
  const { query } = parseFields(NGRAM_FIELDS, params);
  const { smoothing, context, words, test } = ngramQuestion(query);
  const settings = { ...studySettings(query), smoothing, context, words, ...(test.length > 0 && { test }) };
  const source = corpusSource(query);
  return source.kind === "text"
    ? request("ngram", { text: source.text, ...settings })
    : request("ngram", settings, `/static/corpora/${source.id}.txt`);
}

function lossRequest(params: URLSearchParams): ApiRequest {
  const { query } = parseFields(LOSS_FIELDS, params);
  const { text, model, losses_nats, logits, targets, words, bytes } = query;
  const units = { ...(words !== null && { words }), ...(bytes !== null && { bytes }) };
  switch (lossMode(query)) {
    case "text":
      return request("score", { text, model });
    case "probabilities":
      return request("loss", { probabilities: probabilitiesOf(query), ...units });
    case "losses":
      return request("loss", { losses_nats, ...units });
    case "logits":
      return request("loss", { logits, targets, ...units });
  }
}

function scoreRequest(params: URLSearchParams): ApiRequest | null {
  const { query } = parseFields(SCORE_FIELDS, params);
  const { text, model } = query;
  return isEmbedded(model) ? request("score", { text, model, ...conventionOf(query) }) : null;
}

function loopRequest(params: URLSearchParams): ApiRequest {
  const { table, run: _, ...rest } = parseFields(LOOP_FIELDS, params).query;
  const rows = [...table].map(([context, row]) => [context, Object.fromEntries(row)]);
  const asked = request("loop", { table: Object.fromEntries(rows), ...rest });
  return { ...asked, json: orderedJson({ table, ...rest }, 2) };
}

const OPTIONAL = [
  "value_head_dim",
  "heads",
  "window",
  "window_layers",
  "kv_lora_rank",
  "qk_rope_head_dim",
  "state_layers",
  "state_size",
] as const;

function cacheRequest(params: URLSearchParams): ApiRequest {
  const { query } = parseFields(KV_CACHE_FIELDS, params);
  const { batch, tokens, dtype, key_dtype, value_dtype, state_dtype, group_size, block_size, generated } =
    query;
  const { bytes_per_element, memory_gib, weights_gib, weight_dtype } = query;
  const use = { batch, tokens, dtype, state_dtype, group_size, block_size, weight_dtype, generated };
  const given = withoutNull({ bytes_per_element, memory_gib, weights_gib });
  const types = {
    ...(key_dtype !== "same" && { key_dtype }),
    ...(value_dtype !== "same" && { value_dtype }),
  };
  return request("kv-cache", { ...modelFields(query), ...use, ...types, ...given });
}

function modelFields(query: KvCacheQuery): Body {
  if (query.config !== "") return { config: parsed(query.config) };
  if (query.preset !== "") return { preset: query.preset };
  const { layers, kv_heads, head_dim } = query;
  const optional = Object.fromEntries(OPTIONAL.map((name) => [name, query[name]]));
  return {
    layers,
    kv_heads: kv_heads.length === 1 ? kv_heads[0] : kv_heads,
    head_dim,
    ...withoutNull(optional),
  };
}

function contextRequest(params: URLSearchParams): ApiRequest {
  return request("context", withoutNull({ ...parseFields(CONTEXT_FIELDS, params).query }));
}

function withoutNull(values: Body): Body {
  return Object.fromEntries(Object.entries(values).filter(([_, value]) => value !== null));
}

/** A config.json that cannot be read is sent as it is: the API says what is wrong with it. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
