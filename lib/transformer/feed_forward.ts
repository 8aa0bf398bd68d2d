/**
 * The feed-forward part of a layer, SwiGLU (Shazeer 2020): `down(silu(gate(x)) · up(x))`.
 *
 * @module
 */
import type { LoadedMatrix, Ops } from "@/lib/transformer/ops.ts";

/** The three matrices: gate and up [feed-forward, width], down [width, feed-forward]. */
export interface FeedForwardWeights<M> {
  readonly gate: M;
  readonly up: M;
  readonly down: M;
}

/**
 * @param x [tokens, width].
 * @param gates Room for [tokens, feed-forward].
 * @param raised Room for [tokens, feed-forward].
 * @param out [tokens, width], overwritten.
 */
export function feedForward<M extends LoadedMatrix>(
  ops: Ops<M>,
  weights: FeedForwardWeights<M>,
  x: Float32Array,
  tokens: number,
  gates: Float32Array,
  raised: Float32Array,
  out: Float32Array,
): void {
  ops.multiply(x, tokens, [{ matrix: weights.gate, out: gates }, { matrix: weights.up, out: raised }]);
  ops.gate(gates, raised, tokens * weights.gate.rows);
  ops.multiply(gates, tokens, [{ matrix: weights.down, out }]);
}

/** `gates = silu(gates) · raised`, for the first `length` numbers; `silu(x) = x / (1 + e^-x)`. */
export function gate(gates: Float32Array, raised: Float32Array, length: number): void {
  for (let i = 0; i < length; i++) gates[i] = gates[i]! / (1 + Math.exp(-gates[i]!)) * raised[i]!;
}
