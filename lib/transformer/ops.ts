/**
 * What a forward pass is made of, so that it can run on plain TypeScript or on a faster implementation of the same.
 *
 * @module
 */
import type { SummarizeRow } from "@/lib/lm/distribution/row_summary.ts";
import type { AttentionObserver, AttentionShape } from "@/lib/transformer/attention.ts";
import type { Matrix } from "@/lib/transformer/matrix.ts";

/** A matrix where it can be multiplied. */
export interface LoadedMatrix {
  readonly rows: number;
  readonly columns: number;
}

/** One product: `out[t][r] = Σ_c matrix[r][c] · x[t][c]`. */
export interface Product<M extends LoadedMatrix> {
  readonly matrix: M;
  /** [tokens, rows], overwritten. */
  readonly out: Float32Array;
}

/** The operations of a forward pass. Every array they are given is room of their own, made by `floats`. */
export interface Ops<M extends LoadedMatrix = LoadedMatrix> {
  /** What computes, for people: "plain TypeScript". */
  readonly name: string;
  /** Room of zeros, valid until it is released. @throws {RangeError} If the memory cannot be had. */
  floats(length: number): Float32Array;
  /** Gives room back. */
  release(room: Float32Array): void;
  /** Takes a matrix in; its arrays are no longer needed then. @throws {RangeError} If the memory cannot be had. */
  load(matrix: Matrix): M;
  /** Reads one row of a matrix into `out` from `at` on. */
  row(matrix: M, row: number, out: Float32Array, at: number): void;
  /** Products of several matrices with the same vectors `x`, [tokens, columns]. */
  multiply(x: Float32Array, tokens: number, products: readonly Product<M>[]): void;
  /** As `rmsNorm` in rms_norm.ts. */
  rmsNorm(x: Float32Array, weight: Float32Array, epsilon: number, tokens: number, out: Float32Array): void;
  /** As `attend` in attention.ts. */
  attend(
    shape: AttentionShape,
    queries: Float32Array,
    keys: Float32Array,
    values: Float32Array,
    start: number,
    tokens: number,
    out: Float32Array,
    observe?: AttentionObserver,
  ): void;
  /** As `gate` in feed_forward.ts. */
  gate(gates: Float32Array, raised: Float32Array, length: number): void;
  /** As `summarizeRow` in row_summary.ts: softmax, entropy and the likeliest tokens of a row of logits. */
  readonly summarize: SummarizeRow;
  /** Gives everything back. */
  dispose(): void;
}
