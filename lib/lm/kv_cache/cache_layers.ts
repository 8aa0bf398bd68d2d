/**
 * What a model's layers keep of a sequence between two tokens.
 *
 * @module
 */

/** Layers with keys and values of every token, or of the last `window` tokens. */
export interface AttentionLayers {
  readonly kind: "full_attention" | "sliding_attention";
  readonly count: number;
  /** Heads that have keys and values of their own; several query heads may share one. */
  readonly kvHeads: number;
  /** Elements of one head's key. */
  readonly keySize: number;
  /** Elements of one head's value. */
  readonly valueSize: number;
  /** Tokens that a sliding layer looks back at; null for full attention. */
  readonly window: number | null;
}

/** Layers of multi-head latent attention: one compressed vector a token stands for all keys and values. */
interface LatentLayers {
  readonly kind: "latent_attention";
  readonly count: number;
  /** Elements of the compressed vector, `kv_lora_rank`. */
  readonly latentSize: number;
  /** Elements of the key that carries the position, shared by all heads: `qk_rope_head_dim`. */
  readonly ropeSize: number;
}

/** The keys by which sparse attention chooses tokens: beside the cache, where an engine keeps them at all. */
interface IndexLayers {
  readonly kind: "sparse_index";
  readonly count: number;
  /** Elements of a token's index key. */
  readonly keySize: number;
}

/** Layers whose memory of a sequence does not grow with it. */
export interface StateLayers {
  readonly kind: "linear_attention" | "state_space" | "convolution" | "recurrent";
  readonly count: number;
  /** Elements of one sequence's state in one layer. */
  readonly stateSize: number;
  /** Elements of the last inputs that a short convolution needs. */
  readonly convolutionSize: number;
}

/** Layers that keep nothing: no attention, or another layer's keys and values. */
interface PlainLayers {
  readonly kind: "no_cache";
  readonly count: number;
}

/** Equal layers and what each of them keeps. */
export type CacheLayers = AttentionLayers | LatentLayers | IndexLayers | StateLayers | PlainLayers;

/** How query heads share keys and values. */
export type AttentionName =
  | "multi-head attention"
  | "grouped-query attention"
  | "multi-query attention"
  | "multi-head latent attention"
  | "attention"
  | "no attention";

/** All that decides how much memory a model's cache takes. */
export interface CacheModel {
  readonly attention: AttentionName;
  readonly layers: readonly CacheLayers[];
  /** The most tokens the model was made for; null where the config does not have it. */
  readonly contextLength: number | null;
  /** Where engines or readers of the configuration disagree. */
  readonly notes: readonly string[];
}

/** The name of an attention by its numbers of heads. */
export function attentionName(queryHeads: number | null, kvHeads: number): AttentionName {
  if (kvHeads === 1 && queryHeads !== 1) return "multi-query attention";
  if (queryHeads === null) return "attention";
  return queryHeads === kvHeads ? "multi-head attention" : "grouped-query attention";
}

/** Equal layers counted together, in the order of their first appearance. */
export function groupLayers(layers: readonly CacheLayers[]): CacheLayers[] {
  const groups = new Map<string, CacheLayers>();
  for (const layer of layers) {
    const key = JSON.stringify({ ...layer, count: 1 });
    const known = groups.get(key);
    groups.set(key, { ...layer, count: (known?.count ?? 0) + layer.count });
  }
  return [...groups.values()];
}
