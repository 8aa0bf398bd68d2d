/**
 * The state of the cache page, as its address holds it: four sequences of 2,048 tokens where nothing is
 * said.
 *
 * @module
 */
import type { FieldTable } from "@/lib/experiment/codec.ts";
import {
  MAX_BATCH,
  MAX_CACHE_TOKENS,
  MAX_CONFIG_LENGTH,
  MAX_HEADS,
  MAX_LAYERS,
  MAX_MEMORY_GIB,
  MAX_STATE_SIZE,
} from "@/lib/experiment/fields/calculation_limits.ts";
import {
  choiceField,
  type Field,
  integerField,
  nameField,
  optionalIntegerField,
  optionalNumberField,
  scalarField,
} from "@/lib/experiment/fields/field.ts";
import type { NumberStyle } from "@/lib/experiment/fields/parse_number.ts";
import { normalizeText } from "@/lib/experiment/fields/text_fields.ts";
import { CACHE_DTYPES, type CacheDtype, DEFAULT_GROUP_SIZE } from "@/lib/lm/kv_cache/cache_format.ts";

/** One question about a cache. Names are those of the address and of the API. */
export interface KvCacheQuery {
  /** A published model's id; empty for the numbers. */
  readonly preset: string;
  /** A config.json; wins over `preset` and the numbers. */
  readonly config: string;
  /** A hub repository whose config.json the browser fetches; empty for none. */
  readonly repository: string;
  readonly batch: number;
  readonly tokens: number;
  readonly layers: number;
  /** One number for all layers, or one for each. */
  readonly kv_heads: readonly number[];
  readonly head_dim: number;
  readonly value_head_dim: number | null;
  readonly heads: number | null;
  readonly window: number | null;
  readonly window_layers: number | null;
  readonly kv_lora_rank: number | null;
  readonly qk_rope_head_dim: number | null;
  readonly state_layers: number | null;
  readonly state_size: number | null;
  readonly dtype: CacheDtype;
  /** Types of keys and values where they differ from `dtype`; `same` for none. */
  readonly key_dtype: CacheDtype | "same";
  readonly value_dtype: CacheDtype | "same";
  /** Bytes of an element, in place of the types; null for none. */
  readonly bytes_per_element: number | null;
  readonly state_dtype: CacheDtype;
  readonly group_size: number;
  readonly block_size: number;
  /** Memory of the device in GiB; null to leave out who fits. */
  readonly memory_gib: number | null;
  /** Weights in GiB; null for those of the preset. */
  readonly weights_gib: number | null;
  readonly weight_dtype: CacheDtype;
  /** Tokens of each sequence that were generated. */
  readonly generated: number;
}

const WITH_SAME = ["same", ...CACHE_DTYPES] as const;
const REPOSITORY = /^[\w.-]{1,96}\/[\w.-]{1,96}$/;

const LENGTHS: NumberStyle = { kilo: 1024 };

/** A device that is sold with 24 GB has 24 GiB. */
const DEVICE: NumberStyle = { units: { gib: 1, gb: 1, g: 1, mib: 2 ** -10, tib: 2 ** 10 } };

/** Files are stated in powers of 1,000. */
const FILES: NumberStyle = { units: { gib: 1, gb: 1e9 / 2 ** 30, mib: 2 ** -10, mb: 1e6 / 2 ** 30 } };

/** One row per name of the address. */
export const KV_CACHE_FIELDS = {
  preset: nameField("", /^[a-z0-9][a-z0-9._-]{0,95}$/, "is no published model of the list"),
  config: configField(),
  repository: nameField("", REPOSITORY, "is no repository: write it as OWNER/NAME"),
  batch: integerField(4, 1, MAX_BATCH),
  tokens: integerField(2048, 0, MAX_CACHE_TOKENS, LENGTHS),
  layers: integerField(32, 1, MAX_LAYERS),
  kv_heads: headsField(8),
  head_dim: integerField(128, 1, MAX_HEADS),
  value_head_dim: optionalIntegerField(1, MAX_HEADS),
  heads: optionalIntegerField(1, MAX_HEADS),
  window: optionalIntegerField(1, MAX_CACHE_TOKENS, LENGTHS),
  window_layers: optionalIntegerField(0, MAX_LAYERS),
  kv_lora_rank: optionalIntegerField(1, MAX_HEADS),
  qk_rope_head_dim: optionalIntegerField(0, MAX_HEADS),
  state_layers: optionalIntegerField(0, MAX_LAYERS),
  state_size: optionalIntegerField(0, MAX_STATE_SIZE),
  dtype: choiceField<CacheDtype>("bf16", CACHE_DTYPES),
  key_dtype: choiceField<CacheDtype | "same">("same", WITH_SAME),
  value_dtype: choiceField<CacheDtype | "same">("same", WITH_SAME),
  bytes_per_element: optionalNumberField(0.125, 16),
  state_dtype: choiceField<CacheDtype>("fp32", CACHE_DTYPES),
  group_size: integerField(DEFAULT_GROUP_SIZE, 0, MAX_HEADS),
  block_size: integerField(16, 1, MAX_HEADS),
  memory_gib: optionalNumberField(0, MAX_MEMORY_GIB, DEVICE),
  weights_gib: optionalNumberField(0, MAX_MEMORY_GIB, FILES),
  weight_dtype: choiceField<CacheDtype>("bf16", CACHE_DTYPES),
  generated: integerField(256, 0, MAX_CACHE_TOKENS, LENGTHS),
} satisfies FieldTable<KvCacheQuery>;

/** Whole numbers joined by commas. */
function headsField(initial: number): Field<readonly number[]> {
  return scalarField<readonly number[]>({
    initial: [initial],
    parse: (text) => text.split(",").map((part) => /^\s*\d+\s*$/.test(part) ? Number(part) : NaN),
    format: (heads) => heads.join(","),
    check: (heads) =>
      heads.length >= 1 && heads.length <= MAX_LAYERS &&
        heads.every((count) => Number.isInteger(count) && count >= 0 && count <= MAX_HEADS)
        ? null
        : "is neither a whole number nor one for each layer, separated by commas",
  });
}

/** The text of a config.json. */
function configField(): Field<string> {
  return scalarField({
    initial: "",
    parse: normalizeText,
    format: (value) => value,
    check: (value) =>
      value.length <= MAX_CONFIG_LENGTH ? null : `is longer than ${MAX_CONFIG_LENGTH} characters`,
  });
}
