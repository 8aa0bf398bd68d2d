import type { TokenId } from "@/lib/lm/language_model.ts";
import type { NetworkShape, NetworkWeights, ParameterName } from "@/lib/training/network/network.ts";
import { learnedParameters } from "@/lib/training/network/network.ts";
import { backwardPass, forwardPass } from "@/lib/training/network/passes.ts";

type Values = Float32Array<ArrayBuffer>;

/** Every number of one forward and one backward pass of one example. */
export interface Trace {
  readonly context: readonly TokenId[];
  readonly target: TokenId;
  /** Embeddings side by side, (n-1)·E. */
  readonly input: Values;
  /** What goes into the activation and what comes out, H each. */
  readonly sums: Values;
  readonly activations: Values;
  /** V each. */
  readonly logits: Values;
  readonly probabilities: Values;
  /** -ln P(target), in nats. */
  readonly loss: number;
  /** Gradients of the loss by these values. */
  readonly gradients: {
    readonly logits: Values;
    readonly activations: Values;
    readonly sums: Values;
    readonly input: Values;
  };
  /** Length of each parameter's gradient. */
  readonly norms: Readonly<Partial<Record<ParameterName, number>>>;
  /** The weights of the hidden unit whose gradient is greatest, and of the target's logit, for the arithmetic shown. */
  readonly unit: {
    readonly index: number;
    readonly weights: Values;
    readonly bias: number;
  };
  readonly output: { readonly weights: Values; readonly bias: number };
}

/** Runs one example forward and backward and keeps what passes by. */
export function traceExample(
  shape: NetworkShape,
  weights: NetworkWeights,
  context: readonly TokenId[],
  target: TokenId,
): Trace {
  const batch = { contexts: Int32Array.from(context), targets: Int32Array.of(target) };
  const forward = forwardPass(shape, weights, batch);
  const backward = backwardPass(shape, weights, batch, forward);
  const index = greatest(backward.sums);
  const width = shape.context * shape.embedding;
  return {
    context,
    target,
    ...forward,
    probabilities: backward.probabilities,
    loss: backward.loss,
    gradients: {
      logits: backward.logits,
      activations: backward.activations,
      sums: backward.sums,
      input: backward.input,
    },
    norms: Object.fromEntries(
      learnedParameters(shape).map((name) => [name, Math.hypot(...chunked(backward.weights[name]))]),
    ),
    unit: {
      index,
      weights: weights.hiddenWeight.slice(index * width, (index + 1) * width),
      bias: weights.hiddenBias[index]!,
    },
    output: {
      weights: weights.outputWeight.slice(target * shape.hidden, (target + 1) * shape.hidden),
      bias: weights.outputBias[target]!,
    },
  };
}

function greatest(values: Values): number {
  return values.reduce((best, value, i) => Math.abs(value) > Math.abs(values[best]!) ? i : best, 0);
}

/** Lengths of parts: `Math.hypot` takes a limited number of arguments. */
function chunked(values: Values): number[] {
  const lengths: number[] = [];
  for (let start = 0; start < values.length; start += 4096) {
    lengths.push(Math.hypot(...values.subarray(start, start + 4096)));
  }
  return lengths;
}
