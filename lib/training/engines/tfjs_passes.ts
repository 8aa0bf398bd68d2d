/**
 * Forward and backward pass with tfjs's operations. Called inside a `tidy`.
 *
 * @module
 */
import {
  add,
  concat,
  div,
  erf,
  exp,
  gather,
  gatherND,
  log,
  matMul,
  max,
  mean,
  mul,
  relu,
  reshape,
  type Scalar,
  scalar,
  scatterND,
  square,
  step,
  sub,
  sum,
  tanh,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  tensor2d,
  transpose,
} from "@tensorflow/tfjs-core";
import type { NetworkShape, ParameterName } from "@/lib/training/network/network.ts";
import type { Activation } from "@/lib/training/training_settings.ts";

/** Weights as tensors; `hiddenWeight` ((n-1)·E)×H and `outputWeight` H×V are transposed, the latter absent when tied. */
export interface TfjsWeights {
  readonly embedding: Tensor2D;
  readonly hiddenWeight: Tensor2D;
  readonly hiddenBias: Tensor1D;
  readonly outputWeight?: Tensor2D;
  readonly outputBias: Tensor1D;
}

/** A batch as tensors. */
export interface GpuBatch {
  /** B·(n-1) ids. */
  readonly contexts: Tensor1D;
  readonly targets: Tensor1D;
  /** Dropout's factors, B×H, or null. */
  readonly keep: Tensor2D | null;
}

/** The mean loss and its gradients, in the layout of the weights. */
interface TfjsBackward {
  readonly loss: Scalar;
  readonly gradients: Readonly<Partial<Record<ParameterName, Tensor>>>;
}

interface Forward {
  readonly input: Tensor2D;
  readonly sums: Tensor2D;
  readonly activations: Tensor2D;
  readonly output: Tensor2D;
  readonly logits: Tensor2D;
}

/** Mean cross-entropy without dropout. */
export function tfjsLoss(shape: NetworkShape, weights: TfjsWeights, batch: GpuBatch): Scalar {
  const { logits } = forward(shape, weights, { ...batch, keep: null });
  return crossEntropy(logits, batch.targets).loss;
}

/** Loss and gradients of a batch. */
export function tfjsGradients(shape: NetworkShape, weights: TfjsWeights, batch: GpuBatch): TfjsBackward {
  const { tied, vocabulary, embedding, activation } = shape;
  const pass = forward(shape, weights, batch);
  const { loss, gradient } = crossEntropy(pass.logits, batch.targets);
  const output = matMul(transpose(pass.activations), gradient);
  const kept = matMul(gradient, transpose(pass.output));
  const activations = batch.keep ? mul(kept, batch.keep) : kept;
  const sums = mul(activations, slopeOf(activation, pass.sums));
  const input = matMul(sums, transpose(weights.hiddenWeight));
  const looked = scatterRows(batch.contexts, reshape(input, [-1, embedding]), [vocabulary, embedding]);
  return {
    loss,
    gradients: {
      embedding: tied ? add(looked, transpose(output)) : looked,
      hiddenWeight: matMul(transpose(pass.input), sums),
      hiddenBias: sum(sums, 0),
      ...(tied ? {} : { outputWeight: output }),
      outputBias: sum(gradient, 0),
    },
  };
}

function forward(shape: NetworkShape, weights: TfjsWeights, batch: GpuBatch): Forward {
  const { context, embedding, activation } = shape;
  const looked = gather(weights.embedding, batch.contexts);
  const input = reshape(looked, [-1, context * embedding]) as Tensor2D;
  const sums = add(matMul(input, weights.hiddenWeight), weights.hiddenBias) as Tensor2D;
  const full = activationOf(activation, sums);
  const activations = (batch.keep ? mul(full, batch.keep) : full) as Tensor2D;
  const output = weights.outputWeight ?? transpose(weights.embedding);
  const logits = add(matMul(activations, output), weights.outputBias) as Tensor2D;
  return { input, sums, activations, output, logits };
}

/** Mean of ln Σ exp(z) - z[target], and (softmax - one at the target) / B. */
function crossEntropy(logits: Tensor2D, targets: Tensor1D): { loss: Scalar; gradient: Tensor2D } {
  const [rows, columns] = logits.shape;
  const indices = rowIndices(targets, rows);
  const shifted = sub(logits, max(logits, 1, true));
  const powers = exp(shifted);
  const totals = sum(powers, 1, true);
  const losses = sub(log(reshape(totals, [rows])), gatherND(shifted, indices));
  const hit = scatterND(indices, mul(scalar(1 / rows), oneEach(rows)), [rows, columns]);
  const gradient = sub(div(powers, mul(totals, scalar(rows))), hit) as Tensor2D;
  return { loss: mean(losses) as Scalar, gradient };
}

/** Pairs (row, target). */
function rowIndices(targets: Tensor1D, rows: number): Tensor2D {
  const numbers = tensor2d(Int32Array.from({ length: rows }, (_, row) => row), [rows, 1], "int32");
  return concat([numbers, reshape(targets, [rows, 1]) as Tensor2D], 1);
}

function oneEach(rows: number): Tensor1D {
  return reshape(tensor2d(new Float32Array(rows).fill(1), [rows, 1]), [rows]) as Tensor1D;
}

/** The gradient of the embedding look-up: each row is added to its token's. */
function scatterRows(ids: Tensor1D, rows: Tensor, shape: [number, number]): Tensor {
  return scatterND(reshape(ids, [-1, 1]), rows, shape);
}

function activationOf(activation: Activation, sums: Tensor2D): Tensor2D {
  if (activation === "tanh") return tanh(sums);
  if (activation === "relu") return relu(sums);
  return mul(sums, normalShare(sums));
}

function slopeOf(activation: Activation, sums: Tensor2D): Tensor2D {
  if (activation === "tanh") return sub(scalar(1), square(tanh(sums)));
  if (activation === "relu") return step(relu(sums));
  const density = mul(exp(mul(square(sums), scalar(-0.5))), scalar(1 / Math.sqrt(2 * Math.PI)));
  return add(normalShare(sums), mul(sums, density));
}

/** Φ, the share of a normal distribution below x. */
function normalShare(sums: Tensor2D): Tensor2D {
  return mul(add(erf(mul(sums, scalar(Math.SQRT1_2))), scalar(1)), scalar(0.5));
}
