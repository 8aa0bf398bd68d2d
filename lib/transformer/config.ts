/**
 * The shape of a Transformer.
 *
 * @module
 */

/**
 * How the angles of rotary embeddings are stretched for contexts longer than those of the first training, in the
 * words of a hub's configuration.
 */
export type RopeScaling =
  /** All frequencies divided by a factor (Chen et al. 2023). */
  | { readonly type: "linear"; readonly factor: number }
  /** Long wavelengths divided by a factor, short ones kept, with a ramp in between (Llama 3.1). */
  | {
    readonly type: "llama3";
    readonly factor: number;
    readonly lowFrequencyFactor: number;
    readonly highFrequencyFactor: number;
    readonly originalContext: number;
  }
  /** A ramp between kept and divided frequencies, and sharper attention (Peng et al. 2023). */
  | {
    readonly type: "yarn";
    readonly factor: number;
    readonly originalContext: number;
    readonly betaFast: number;
    readonly betaSlow: number;
    /** Whether the ramp's ends are rounded to whole channels. */
    readonly truncate: boolean;
    /** Multiplies the cosines and sines. */
    readonly attentionFactor: number;
  };

/** Sizes and constants of a Transformer. */
export interface TransformerConfig {
  /**
   * `bert` where every token sees both sides (masked, bidirectional); else a token sees those before it (causal).
   * `llama` for the family of Llama, Qwen2 and Qwen3; none for parcel-gpt, whose keys and values hold half of the
   * token before.
   */
  readonly kind?: "bert" | "llama";
  /** Tokens in the vocabulary. A masked model has one more embedding, the last: the mask's. */
  readonly vocabulary: number;
  /** The most positions a context may hold. */
  readonly context: number;
  readonly layers: number;
  /** Channels of the residual stream. */
  readonly width: number;
  /** Attention heads. */
  readonly heads: number;
  /** Heads of keys and values, each read by an equal number of attention heads. Default: as many as those. */
  readonly keyHeads?: number;
  /** Channels of one head. Default: `width / heads`. */
  readonly headWidth?: number;
  /** Channels inside the feed-forward part. */
  readonly feedForward: number;
  /** Base of the rotary embedding's wavelengths. */
  readonly ropeBase: number;
  readonly ropeScaling?: RopeScaling;
  /** Added to the mean square before its root. */
  readonly normEpsilon: number;
}

/** Whether a token sees only those before it. */
export function isCausal(config: TransformerConfig): boolean {
  return config.kind !== "bert";
}

/** Whether half of each key and value comes from the token before: see kv_cache.ts. */
export function shiftsTokens(config: TransformerConfig): boolean {
  return config.kind === undefined;
}

/** Channels of one head. */
export function headWidth(config: TransformerConfig): number {
  return config.headWidth ?? config.width / config.heads;
}

/** Heads of keys and values. */
export function keyHeads(config: TransformerConfig): number {
  return config.keyHeads ?? config.heads;
}

/** Channels of all heads' queries. */
export function queryWidth(config: TransformerConfig): number {
  return config.heads * headWidth(config);
}

/** Channels of all heads' keys, or of their values. */
export function keyWidth(config: TransformerConfig): number {
  return keyHeads(config) * headWidth(config);
}

/** Bytes of one token's keys and values in float32: 2 · layers · key heads · head width · 4. */
export function cacheBytesPerToken(config: TransformerConfig): number {
  return 2 * config.layers * keyWidth(config) * Float32Array.BYTES_PER_ELEMENT;
}

/** {@linkcode cacheBytesPerToken}, written out. */
export function cacheFormula(config: TransformerConfig): string {
  return `2 · ${config.layers} layers · ${keyHeads(config)} heads · ${headWidth(config)} · 4 bytes`;
}
