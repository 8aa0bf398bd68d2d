/**
 * The shape of the embedded Transformer.
 *
 * @module
 */

/** Sizes and constants of a causal Transformer with tied embeddings. */
export interface TransformerConfig {
  /** Tokens in the vocabulary. */
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

/** Channels of one head. */
export function headWidth(config: TransformerConfig): number {
  return config.width / config.heads;
}

/** Bytes of one token's keys and values in float32: 2 · layers · width · 4. */
export function cacheBytesPerToken(config: TransformerConfig): number {
  return 2 * config.layers * config.width * Float32Array.BYTES_PER_ELEMENT;
}
