/**
 * Everything that changes what a training run gives, in the names of the page's address.
 *
 * @module
 */

/** Functions between the hidden layer's sums and its outputs; `gelu` is the exact one, with erf. */
export const ACTIVATIONS = ["gelu", "tanh", "relu"] as const;

/** One of {@linkcode ACTIVATIONS}. */
export type Activation = typeof ACTIVATIONS[number];

/** Optimizers with PyTorch's defaults: momentum 0.9; betas 0.9 and 0.999, epsilon 1e-8; AdamW's weight decay 0.01. */
export const OPTIMIZERS = ["sgd", "momentum", "adam", "adamw"] as const;

/** One of {@linkcode OPTIMIZERS}. */
export type OptimizerName = typeof OPTIMIZERS[number];

/** How the learning rate moves over the steps. */
export const SCHEDULES = ["constant", "linear", "cosine"] as const;

/** One of {@linkcode SCHEDULES}. */
export type Schedule = typeof SCHEDULES[number];

/** What a text is split into. */
export const TOKEN_KINDS = ["words", "bpe"] as const;

/** One of {@linkcode TOKEN_KINDS}. */
export type TokenKind = typeof TOKEN_KINDS[number];

/** One training experiment. */
export interface TrainingSettings {
  /** A shipped corpus' id, or sentences, one a line. */
  readonly corpus: string;
  readonly tokens: TokenKind;
  /** The most tokens of the vocabulary; rarer words become `<unk>`. */
  readonly vocabulary: number;
  /** Tokens that the network reads, 1 to 8. */
  readonly context: number;
  /** Numbers that stand for each token. */
  readonly embedding: number;
  /** Units of the hidden layer. */
  readonly hidden: number;
  readonly activation: Activation;
  readonly optimizer: OptimizerName;
  readonly learning_rate: number;
  readonly schedule: Schedule;
  /** Examples a step; 0 for all of them. */
  readonly batch: number;
  readonly steps: number;
  /** Share of the hidden layer's outputs that each step leaves out, 0 to below 1. */
  readonly dropout: number;
  /** Whether the output layer's weights are the embeddings. */
  readonly tie: boolean;
  readonly seed: number;
  /** Percent of the sentences that are kept for testing. */
  readonly held_out: number;
}

/** Six sentences: half of what follows is certain, half is a fair coin. */
export const WORKED_SENTENCES: readonly string[] = ["regional hub", "local warehouse"].flatMap((place) =>
  ["package", "parcel", "order"].map((thing) => `${thing} left ${place}`)
);

/** What an address without a query holds: the worked example. */
export const DEFAULT_SETTINGS: TrainingSettings = {
  corpus: WORKED_SENTENCES.join("\n"),
  tokens: "words",
  vocabulary: 4096,
  context: 2,
  embedding: 6,
  hidden: 16,
  activation: "gelu",
  optimizer: "adam",
  learning_rate: 0.05,
  schedule: "constant",
  batch: 0,
  steps: 120,
  dropout: 0,
  tie: false,
  seed: 7,
  held_out: 0,
};
