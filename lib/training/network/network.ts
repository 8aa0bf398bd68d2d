/**
 * The neural n-gram (Bengio et al. 2003, without the direct connections): the embeddings of the last n - 1
 * tokens side by side, one hidden layer, a logit for every token of the vocabulary.
 *
 * @module
 */
import type { TorchGenerator } from "@/lib/training/network/torch_generator.ts";
import type { Activation, TrainingSettings } from "@/lib/training/training_settings.ts";

/** Sizes of a network. */
export interface NetworkShape {
  /** Tokens, V. */
  readonly vocabulary: number;
  /** Tokens read, n - 1. */
  readonly context: number;
  /** Numbers a token, E. */
  readonly embedding: number;
  /** Hidden units, H. */
  readonly hidden: number;
  readonly activation: Activation;
  /** Whether the output layer's weights are the embeddings; then H = E. */
  readonly tied: boolean;
}

/** Names of a network's parameters. */
export const PARAMETERS = [
  "embedding",
  "hiddenWeight",
  "hiddenBias",
  "outputWeight",
  "outputBias",
] as const;

/** One of {@linkcode PARAMETERS}. */
export type ParameterName = typeof PARAMETERS[number];

/**
 * A network's numbers, row after row as PyTorch has them: `embedding` V×E, `hiddenWeight` H×((n-1)·E),
 * `hiddenBias` H, `outputWeight` V×H, `outputBias` V. Tied, `outputWeight` is the same array as `embedding`.
 */
export type NetworkWeights = Readonly<Record<ParameterName, Float32Array<ArrayBuffer>>>;

/** Sizes of the network that some settings ask for. */
export function networkShape(settings: TrainingSettings, vocabulary: number): NetworkShape {
  const { context, embedding, hidden, activation, tie } = settings;
  return { vocabulary, context, embedding, hidden, activation, tied: tie };
}

/** Rows and columns of each parameter; a bias has one dimension. */
export function parameterShapes(shape: NetworkShape): Readonly<Record<ParameterName, readonly number[]>> {
  const { vocabulary, context, embedding, hidden } = shape;
  return {
    embedding: [vocabulary, embedding],
    hiddenWeight: [hidden, context * embedding],
    hiddenBias: [hidden],
    outputWeight: [vocabulary, hidden],
    outputBias: [vocabulary],
  };
}

/** The parameters that are learned: all, or without the output weights where those are the embeddings. */
export function learnedParameters({ tied }: NetworkShape): readonly ParameterName[] {
  return tied ? PARAMETERS.filter((name) => name !== "outputWeight") : PARAMETERS;
}

/** How many numbers are learned. */
export function parameterCount(shape: NetworkShape): number {
  const shapes = parameterShapes(shape);
  return learnedParameters(shape).reduce(
    (sum, name) => sum + shapes[name].reduce((product, size) => product * size, 1),
    0,
  );
}

/**
 * The weights that PyTorch gives `Sequential(Embedding, Flatten, Linear, activation, Linear)` after
 * `torch.manual_seed`: embeddings from the normal distribution, each layer's weights and biases uniform within
 * 1/√(inputs) (Kaiming's rule with a = √5), drawn in the order of the layers.
 */
export function initialWeights(shape: NetworkShape, generator: TorchGenerator): NetworkWeights {
  const { vocabulary, context, embedding, hidden, tied } = shape;
  const embeddings = generator.normal(vocabulary * embedding);
  const [hiddenWeight, hiddenBias] = linear(generator, context * embedding, hidden);
  const [outputWeight, outputBias] = linear(generator, hidden, vocabulary);
  return {
    embedding: embeddings,
    hiddenWeight,
    hiddenBias,
    outputWeight: tied ? embeddings : outputWeight,
    outputBias,
  };
}

/** Copies weights; tied ones stay one array. */
export function copyWeights(weights: NetworkWeights): NetworkWeights {
  const tied = weights.outputWeight === weights.embedding;
  const embedding = weights.embedding.slice();
  return {
    embedding,
    hiddenWeight: weights.hiddenWeight.slice(),
    hiddenBias: weights.hiddenBias.slice(),
    outputWeight: tied ? embedding : weights.outputWeight.slice(),
    outputBias: weights.outputBias.slice(),
  };
}

type Linear = readonly [weight: Float32Array<ArrayBuffer>, bias: Float32Array<ArrayBuffer>];

function linear(generator: TorchGenerator, inputs: number, outputs: number): Linear {
  // PyTorch computes the weights' bound as gain · √3 / √inputs, which rounds differently from 1 / √inputs.
  const weightBound = Math.sqrt(3) * (Math.sqrt(2 / 6) / Math.sqrt(inputs));
  const biasBound = 1 / Math.sqrt(inputs);
  return [
    generator.uniform(inputs * outputs, -weightBound, weightBound),
    generator.uniform(outputs, -biasBound, biasBound),
  ];
}
