/**
 * The shape of an embedded Transformer.
 *
 * @module
 */

/** Sizes and constants of a Transformer with tied embeddings. */
export interface TransformerConfig {
  /** `bert` where every token sees both sides (masked, bidirectional); else a token sees those before it (causal). */
  readonly kind?: "bert";
  /** Tokens in the vocabulary. A masked model has one more embedding, the last: the mask's. */
  readonly vocabulary: number;
  /** The most positions a context may hold. */
  readonly context: number;
  readonly layers: number;
  /** Channels of the residual stream. */
  readonly width: number;
  /** Attention heads; each has `width / heads` channels. */
  readonly heads: number;
  /** Channels inside the feed-forward part. */
  readonly feedForward: number;
  /** Base of the rotary embedding's wavelengths. */
  readonly ropeBase: number;
  /** Added to the mean square before its root. */
  readonly normEpsilon: number;
}

/** Whether a token sees only those before it. */
export function isCausal(config: TransformerConfig): boolean {
  return config.kind !== "bert";
}

/** Channels of one head. */
export function headWidth(config: TransformerConfig): number {
  return config.width / config.heads;
}

/** Bytes of one token's keys and values in float32: 2 · layers · width · 4. */
export function cacheBytesPerToken(config: TransformerConfig): number {
  return 2 * config.layers * config.width * Float32Array.BYTES_PER_ELEMENT;
}
