/**
 * Self-attention: each token looks at others and mixes in what it finds; a causal model's only looks back.
 *
 * @module
 */

/** Called with the attention of one head at one position; the weights of the tokens that it sees sum to 1. */
export type AttentionObserver = (head: number, position: number, weights: Float32Array) => void;

/** The heads of a layer. Where there are fewer for keys and values, neighboring heads share them (Ainslie et al. 2023). */
export interface AttentionShape {
  readonly heads: number;
  /** Divides `heads`. */
  readonly keyHeads: number;
  /** Channels of one head. */
  readonly headWidth: number;
  /** Whether a token sees only those before it, and itself. */
  readonly causal: boolean;
}

/**
 * For each new token and head: `softmax(q · k / √d)` over all tokens up to it, or over all there are where the model
 * is not causal, then the mix of their values (Vaswani et al. 2017).
 *
 * @param queries [tokens, heads · head width] of the new tokens, already rotated.
 * @param keys [positions, key heads · head width] of all tokens, already rotated.
 * @param values [positions, key heads · head width] of all tokens.
 * @param start Position of the first new token.
 * @param out [tokens, heads · head width], overwritten.
 */
export function attend(
  shape: AttentionShape,
  queries: Float32Array,
  keys: Float32Array,
  values: Float32Array,
  start: number,
  tokens: number,
  out: Float32Array,
  observe?: AttentionObserver,
): void {
  const { heads, keyHeads, headWidth: width, causal } = shape;
  const stride = keyHeads * width;
  const scores = new Float32Array(start + tokens);
  for (let token = 0; token < tokens; token++) {
    const position = start + token;
    const last = causal ? position : start + tokens - 1;
    for (let head = 0; head < heads; head++) {
      const at = (token * heads + head) * width;
      const channel = Math.floor(head * keyHeads / heads) * width;
      score(queries, at, keys, channel, stride, width, last, scores);
      softmaxInPlace(scores, last + 1);
      observe?.(head, position, scores.subarray(0, last + 1));
      mix(values, channel, stride, width, last, scores, out, at);
    }
  }
}

function score(
  queries: Float32Array,
  at: number,
  keys: Float32Array,
  channel: number,
  stride: number,
  width: number,
  last: number,
  scores: Float32Array,
): void {
  const scale = 1 / Math.sqrt(width);
  for (let other = 0; other <= last; other++) {
    const key = other * stride + channel;
    let sum = 0;
    for (let i = 0; i < width; i++) sum += queries[at + i]! * keys[key + i]!;
    scores[other] = sum * scale;
  }
}

function softmaxInPlace(scores: Float32Array, length: number): void {
  let largest = -Infinity;
  for (let i = 0; i < length; i++) if (scores[i]! > largest) largest = scores[i]!;
  let total = 0;
  for (let i = 0; i < length; i++) total += scores[i] = Math.exp(scores[i]! - largest);
  for (let i = 0; i < length; i++) scores[i]! /= total;
}

function mix(
  values: Float32Array,
  channel: number,
  stride: number,
  width: number,
  last: number,
  weights: Float32Array,
  out: Float32Array,
  at: number,
): void {
  out.fill(0, at, at + width);
  for (let other = 0; other <= last; other++) {
    const value = other * stride + channel;
    const weight = weights[other]!;
    for (let i = 0; i < width; i++) out[at + i]! += weight * values[value + i]!;
  }
}
