import {
  attentionName,
  type CacheLayers,
  type CacheModel,
  groupLayers,
} from "@/lib/lm/kv_cache/cache_layers.ts";

/** A model's cache in numbers, named as configurations name them. */
export interface CacheNumbers {
  /** Layers with attention. */
  readonly layers: number;
  /** Heads with keys and values of their own: one number, or one for each layer. */
  readonly kv_heads: number | readonly number[];
  /** Elements of a head's key. */
  readonly head_dim: number;
  /** Elements of a head's value where they are not as many. */
  readonly value_head_dim?: number | null | undefined;
  /** Query heads: they name the attention and change no memory. */
  readonly heads?: number | null | undefined;
  /** Tokens that sliding layers look back at. */
  readonly window?: number | null | undefined;
  /** How many of the layers slide; all, where there is a window and no number. */
  readonly window_layers?: number | null | undefined;
  /** Elements of the compressed vector of multi-head latent attention, which then replaces the heads. */
  readonly kv_lora_rank?: number | null | undefined;
  /** Elements of its shared position key. */
  readonly qk_rope_head_dim?: number | null | undefined;
  /** Further layers whose state does not grow. */
  readonly state_layers?: number | null | undefined;
  /** Elements of one sequence's state in one of them. */
  readonly state_size?: number | null | undefined;
}

/**
 * A cache from numbers.
 *
 * @throws {RangeError} If the heads are listed for another number of layers, or more layers slide than there are.
 */
export function customCacheModel(numbers: CacheNumbers): CacheModel {
  const { kv_heads, heads = null, kv_lora_rank = null } = numbers;
  checkNumbers(numbers);
  const states = stateLayers(numbers);
  if (kv_lora_rank !== null) {
    const ropeSize = numbers.qk_rope_head_dim ?? 0;
    const latent: CacheLayers = {
      kind: "latent_attention",
      count: numbers.layers,
      latentSize: kv_lora_rank,
      ropeSize,
    };
    return { ...EMPTY, attention: "multi-head latent attention", layers: [latent, ...states] };
  }
  const layers = groupLayers([...attentionLayers(numbers), ...states]);
  const first = typeof kv_heads === "number" ? kv_heads : kv_heads.find((count) => count > 0) ?? 0;
  const attention = first === 0 ? "no attention" : attentionName(heads, first);
  return { ...EMPTY, attention, layers };
}

const EMPTY = { contextLength: null, notes: [] } as const;

function checkNumbers({ layers, kv_heads, window = null, window_layers }: CacheNumbers): void {
  if (typeof kv_heads !== "number" && kv_heads.length !== layers) {
    throw new RangeError(
      `kv_heads lists ${kv_heads.length} layers and there are ${layers}: give one number for each, or one for all`,
    );
  }
  if ((window_layers ?? 0) > layers) {
    throw new RangeError(
      `window_layers is ${window_layers} and there are ${layers} layers: give at most as many`,
    );
  }
  if ((window_layers ?? 0) > 0 && window === null) {
    throw new RangeError("window_layers needs a window: give the tokens that these layers look back at");
  }
}

function attentionLayers(numbers: CacheNumbers): CacheLayers[] {
  const { layers, kv_heads, head_dim, window = null } = numbers;
  const sliding = window === null ? 0 : numbers.window_layers ?? layers;
  const valueSize = numbers.value_head_dim ?? head_dim;
  return Array.from({ length: layers }, (_, layer) => {
    const kvHeads = typeof kv_heads === "number" ? kv_heads : kv_heads[layer]!;
    if (kvHeads === 0) return { kind: "no_cache", count: 1 };
    const sizes = { count: 1, kvHeads, keySize: head_dim, valueSize };
    return layer < sliding
      ? { kind: "sliding_attention", ...sizes, window }
      : { kind: "full_attention", ...sizes, window: null };
  });
}

function stateLayers({ state_layers, state_size }: CacheNumbers): CacheLayers[] {
  if (!state_layers) return [];
  return [{ kind: "state_space", count: state_layers, stateSize: state_size ?? 0, convolutionSize: 0 }];
}
