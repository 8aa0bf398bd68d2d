/**
 * The feed-forward part of a layer, SwiGLU (Shazeer 2020): `down(silu(gate(x)) · up(x))`.
 *
 * @module
 */
import { type Matrix, multiply } from "@/lib/transformer/matrix.ts";

/** The three matrices: gate and up [feed-forward, width], down [width, feed-forward]. */
export interface FeedForwardWeights {
  readonly gate: Matrix;
  readonly up: Matrix;
  readonly down: Matrix;
}

/**
 * @param x [tokens, width].
 * @param gated Room for [tokens, feed-forward].
 * @param raised Room for [tokens, feed-forward].
 * @param out [tokens, width], overwritten.
 */
export function feedForward(
  weights: FeedForwardWeights,
  x: Float32Array,
  tokens: number,
  gated: Float32Array,
  raised: Float32Array,
  out: Float32Array,
): void {
  multiply(weights.gate, x, tokens, gated);
  multiply(weights.up, x, tokens, raised);
  for (let i = 0; i < tokens * weights.gate.rows; i++) {
    const gate = gated[i]!;
    gated[i] = gate / (1 + Math.exp(-gate)) * raised[i]!;
  }
  multiply(weights.down, gated, tokens, out);
}
