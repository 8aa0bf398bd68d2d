/**
 * One forward and one backward pass of the network in plain TypeScript, a batch at a time: what the server runs,
 * what the step-through shows, and what the faster engines are held to.
 *
 * @module
 */
import { ACTIVATION_FUNCTIONS } from "@/lib/training/network/activation_function.ts";
import type { Batch } from "@/lib/training/network/batch.ts";
import {
  affine,
  type Matrix,
  productWithTransposed,
  sumRows,
  weightedSum,
} from "@/lib/training/network/matrix.ts";
import type { NetworkShape, NetworkWeights } from "@/lib/training/network/network.ts";

/** Everything that a forward pass computes, a row for each example. */
export interface ForwardPass {
  /** Embeddings side by side, B×((n-1)·E). */
  readonly input: Matrix;
  /** What goes into the activation, B×H. */
  readonly sums: Matrix;
  /** What comes out of it, after dropout, B×H. */
  readonly activations: Matrix;
  /** B×V. */
  readonly logits: Matrix;
}

/** Gradients of the mean loss, shaped as the weights; those of tied weights are one sum in `embedding`. */
export type Gradients = NetworkWeights;

/** A backward pass: the loss, and what it says of everything before it. */
interface BackwardPass {
  /** Mean cross-entropy of the batch, in nats. */
  readonly loss: number;
  /** Softmax of the logits, B×V. */
  readonly probabilities: Matrix;
  /** Gradients of the mean loss by what the forward pass computed. */
  readonly logits: Matrix;
  readonly activations: Matrix;
  readonly sums: Matrix;
  readonly input: Matrix;
  readonly weights: Gradients;
}

/** Runs contexts (n - 1 token ids each, -1 for no token) through the network. */
export function forwardPass(
  shape: NetworkShape,
  weights: NetworkWeights,
  { contexts, keep }: Pick<Batch, "contexts" | "keep">,
): ForwardPass {
  const { context, embedding, hidden, vocabulary, activation } = shape;
  const rows = contexts.length / context;
  const input = lookUp(weights.embedding, contexts, embedding);
  const width = context * embedding;
  const sums = affine(input, weights.hiddenWeight, weights.hiddenBias, {
    rows,
    inner: width,
    columns: hidden,
  });
  const activations = sums.map(ACTIVATION_FUNCTIONS[activation].value);
  if (keep) activations.forEach((value, i) => activations[i] = value * keep[i]!);
  const logits = affine(activations, weights.outputWeight, weights.outputBias, {
    rows,
    inner: hidden,
    columns: vocabulary,
  });
  return { input, sums, activations, logits };
}

/** The gradients of the batch's mean cross-entropy, back through every layer. */
export function backwardPass(
  shape: NetworkShape,
  weights: NetworkWeights,
  batch: Batch,
  forward: ForwardPass,
): BackwardPass {
  const { context, embedding, hidden, vocabulary, activation, tied } = shape;
  const rows = batch.targets.length;
  const { loss, probabilities, gradient: logits } = crossEntropyPass(forward.logits, batch.targets);
  const size = { rows, inner: vocabulary, columns: hidden };
  const activations = weightedSum(logits, weights.outputWeight, size);
  const slope = ACTIVATION_FUNCTIONS[activation].slope;
  const sums = activations.map((value, i) => value * (batch.keep?.[i] ?? 1) * slope(forward.sums[i]!));
  const input = weightedSum(sums, weights.hiddenWeight, {
    rows,
    inner: hidden,
    columns: context * embedding,
  });
  const output = productWithTransposed(logits, forward.activations, size);
  const looked = scatter(input, batch.contexts, embedding, vocabulary);
  if (tied) looked.forEach((value, i) => looked[i] = value + output[i]!);
  return {
    loss,
    probabilities,
    logits,
    activations,
    sums,
    input,
    weights: {
      embedding: looked,
      hiddenWeight: productWithTransposed(sums, forward.input, {
        rows,
        inner: hidden,
        columns: context * embedding,
      }),
      hiddenBias: sumRows(sums, hidden),
      outputWeight: tied ? looked : output,
      outputBias: sumRows(logits, vocabulary),
    },
  };
}

interface LossPass {
  readonly loss: number;
  readonly probabilities: Matrix;
  readonly gradient: Matrix;
}

/** Mean of -ln softmax(logits)[target], and (softmax - one at the target) / B. */
function crossEntropyPass(logits: Matrix, targets: ArrayLike<number>): LossPass {
  const columns = logits.length / targets.length;
  const probabilities = new Float32Array(logits.length);
  const gradient = new Float32Array(logits.length);
  let total = 0;
  for (let row = 0; row < targets.length; row++) {
    const start = row * columns;
    const end = start + columns;
    let largest = -Infinity;
    for (let i = start; i < end; i++) largest = Math.max(largest, logits[i]!);
    let sum = 0;
    for (let i = start; i < end; i++) sum += Math.exp(logits[i]! - largest);
    const normalizer = largest + Math.log(sum);
    for (let i = start; i < end; i++) probabilities[i] = Math.exp(logits[i]! - normalizer);
    for (let i = start; i < end; i++) gradient[i] = probabilities[i]! / targets.length;
    const target = start + targets[row]!;
    total += normalizer - logits[target]!;
    gradient[target]! -= 1 / targets.length;
  }
  return { loss: total / targets.length, probabilities, gradient };
}

/** Rows of the table, one a token id; zeros where there is no token. */
function lookUp(table: Matrix, ids: ArrayLike<number>, width: number): Matrix {
  const rows = new Float32Array(ids.length * width);
  for (let i = 0; i < ids.length; i++) {
    const id = ids[i]!;
    if (id >= 0) rows.set(table.subarray(id * width, (id + 1) * width), i * width);
  }
  return rows;
}

/** The gradient of {@linkcode lookUp}: each row is added to its token's. */
function scatter(gradient: Matrix, ids: ArrayLike<number>, width: number, vocabulary: number): Matrix {
  const sums = new Float32Array(vocabulary * width);
  for (let i = 0; i < ids.length; i++) {
    if (ids[i]! < 0) continue;
    for (let column = 0; column < width; column++) {
      sums[ids[i]! * width + column]! += gradient[i * width + column]!;
    }
  }
  return sums;
}
