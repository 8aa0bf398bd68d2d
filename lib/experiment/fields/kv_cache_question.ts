/**
 * From the names of an address or a request to a question about a cache.
 *
 * @module
 */
import type { KvCacheQuery } from "@/lib/experiment/fields/kv_cache_query.ts";
import { findCachePreset } from "@/lib/lm/kv_cache/cache_presets.ts";
import { type CacheFormat, elementFormat, plainFormat } from "@/lib/lm/kv_cache/cache_format.ts";
import type { CacheModel } from "@/lib/lm/kv_cache/cache_layers.ts";
import { GIB } from "@/lib/lm/kv_cache/cache_memory.ts";
import type { CacheQuestion } from "@/lib/lm/kv_cache/cache_report.ts";
import { isRecord } from "@/lib/lm/kv_cache/config/record.ts";
import { customCacheModel } from "@/lib/lm/kv_cache/custom_cache_model.ts";
import { type CacheConfigResult, readCacheConfig } from "@/lib/lm/kv_cache/config/read_cache_config.ts";
import { configFacts } from "@/lib/models/hub/model_config.ts";

/** A question, or why there is none and what to change. */
type CacheQuestionResult = { readonly question: CacheQuestion } | { readonly problem: string };

/** Reads a question. Total: whatever does not fit gives a notice. */
export function kvCacheQuestion(query: KvCacheQuery): CacheQuestionResult {
  const result = modelOf(query);
  if ("problem" in result) return result;
  return { question: questionOf(query, result.model, parametersOf(query)) };
}

/**
 * A question about a model that is known.
 *
 * @param parameters The model's parameters; null where they are not known.
 */
export function questionOf(query: KvCacheQuery, model: CacheModel, parameters: number | null): CacheQuestion {
  const { batch, tokens, memory_gib, generated, block_size } = query;
  return {
    model,
    use: { batch, tokens, format: formatOf(query), blockSize: block_size },
    weightBytes: weightBytes(query, parameters),
    memoryGib: memory_gib,
    generated,
  };
}

function modelOf(query: KvCacheQuery): CacheConfigResult {
  if (query.config !== "") return readConfigText(query.config);
  if (query.preset !== "") {
    const preset = findCachePreset(query.preset);
    if (preset) return readCacheConfig(preset.config);
    return { problem: `"${query.preset}" is no published model of the list: choose one, or give numbers.` };
  }
  const { kv_heads } = query;
  try {
    const heads = kv_heads.length === 1 ? kv_heads[0]! : kv_heads;
    return { model: customCacheModel({ ...query, kv_heads: heads }) };
  } catch (error) {
    if (error instanceof RangeError) return { problem: `${error.message}.` };
    throw error;
  }
}

/** Reads a pasted config.json. */
export function readConfigText(text: string): CacheConfigResult {
  try {
    return readCacheConfig(JSON.parse(text));
  } catch (error) {
    const where = error instanceof SyntaxError ? error.message : String(error);
    return { problem: `This is not JSON (${where}): paste a model's whole config.json, from { to }.` };
  }
}

function formatOf(query: KvCacheQuery): CacheFormat {
  const { dtype, key_dtype, value_dtype, state_dtype, bytes_per_element, group_size } = query;
  const state = elementFormat(state_dtype, group_size);
  if (bytes_per_element !== null) {
    const plain = plainFormat(bytes_per_element);
    return { key: plain, value: plain, state };
  }
  return {
    key: elementFormat(key_dtype === "same" ? dtype : key_dtype, group_size),
    value: elementFormat(value_dtype === "same" ? dtype : value_dtype, group_size),
    state,
  };
}

/** Bytes of the weights: as given, or the parameters in the type they are stored in, without scales. */
function weightBytes({ weights_gib, weight_dtype }: KvCacheQuery, parameters: number | null): number | null {
  if (weights_gib !== null) return weights_gib * GIB;
  return parameters === null ? null : parameters * elementFormat(weight_dtype).bytes;
}

/** Parameters of the preset, or those that a pasted configuration comes to. */
function parametersOf({ preset, config }: KvCacheQuery): number | null {
  if (config === "") return findCachePreset(preset)?.parameters ?? null;
  const read: unknown = JSON.parse(config);
  return isRecord(read) ? configFacts(read).parameters : null;
}
