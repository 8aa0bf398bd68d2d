/**
 * The same examples under counts: what a table of n-grams makes of the split that the network was trained on.
 *
 * @module
 */
import type { TokenId } from "@/lib/lm/language_model.ts";
import { createNgramModel, type NgramModel } from "@/lib/lm/ngram/model.ts";
import type { Smoothing } from "@/lib/lm/ngram/smoothing.ts";
import { type NgramStream, SENTENCE_BREAK } from "@/lib/lm/ngram/stream.ts";
import { END, MARKS, UNKNOWN } from "@/lib/lm/ngram/vocabulary.ts";
import { perplexityOf } from "@/lib/lm/loss/loss.ts";
import { natsToBits } from "@/lib/lm/loss/nats_to_bits.ts";
import { tokenBytes } from "@/lib/training/data/corpus_tokenizer.ts";
import type { ExampleSet } from "@/lib/training/network/batch.ts";
import type { NetworkShape, NetworkWeights } from "@/lib/training/network/network.ts";
import { forwardPass } from "@/lib/training/network/passes.ts";
import { selectExamples, type TrainingData } from "@/lib/training/data/training_data.ts";
import { MAX_EVALUATED, spread } from "@/lib/training/run/training_run.ts";
import { logSoftmax } from "@/lib/lm/distribution/softmax.ts";

/** How well something predicts a set of examples; Infinity where it gives one of them probability 0. */
export interface Fit {
  readonly nats: number;
  readonly perplexity: number;
  /** Bits for each byte of the tokens predicted. */
  readonly bitsPerByte: number;
  /** Examples that have probability 0. */
  readonly impossible: number;
}

/** One row of the comparison. */
interface ComparisonRow {
  readonly name: string;
  readonly train: Fit;
  /** Null where nothing is held out. */
  readonly heldOut: Fit | null;
}

/** A context that never occurs in training, and what each makes of it. */
interface UnseenContext {
  readonly context: readonly TokenId[];
  /** The token that really follows in held-out text; null for a context that was made up. */
  readonly target: TokenId | null;
  /** The network's likeliest token, and its probability. */
  readonly likeliest: TokenId;
  readonly likeliestProbability: number;
  /** The network's probability of the target; null without one. */
  readonly targetProbability: number | null;
}

/** The network beside counts. */
export interface CountComparison {
  readonly rows: readonly ComparisonRow[];
  /** Longest n-gram counted. */
  readonly order: number;
  readonly trainExamples: number;
  readonly heldOutExamples: number;
  readonly unseen: readonly UnseenContext[];
}

type Predictor = (context: readonly TokenId[], target: TokenId) => number;

const LONGEST_ORDER = 6;
const MAX_UNSEEN = 6;

/** Compares; examples are evenly spread ones where there are very many. */
export function compareWithCounts(
  data: TrainingData,
  shape: NetworkShape,
  weights: NetworkWeights,
): CountComparison {
  const { context } = shape;
  const [train, heldOut] = [data.train, data.heldOut].map((set) =>
    selectExamples(set, spread(set.targets.length, MAX_EVALUATED), context)
  ) as [ExampleSet, ExampleSet];
  const order = Math.min(context + 1, LONGEST_ORDER);
  const network = networkPredictor(shape, weights);
  const fit = (predict: Predictor) => ({
    train: fitOf(train, context, predict, data),
    heldOut: heldOut.targets.length > 0 ? fitOf(heldOut, context, predict, data) : null,
  });
  const rows = [
    { name: "every token alike", ...fit(() => 1 / shape.vocabulary) },
    ...countModels(order).map(({ name, ...model }) => ({ name, ...fit(countPredictor(data, model)) })),
    { name: "this network", ...fit(network.probability) },
  ];
  const unseen = unseenContexts(data, shape).map(({ context, target }) =>
    judge(context, target, network.row(context))
  );
  return {
    rows,
    order,
    trainExamples: train.targets.length,
    heldOutExamples: heldOut.targets.length,
    unseen,
  };
}

interface CountModelChoice {
  readonly order: number;
  readonly smoothing: Smoothing;
}

function countModels(order: number): (CountModelChoice & { readonly name: string })[] {
  const smoothed = Array.from({ length: order }, (_, i) => i + 1).filter((n) => n <= 2 || n === order);
  return [
    ...smoothed.map((n) => ({
      name: `${n}-gram counts, Kneser-Ney`,
      order: n,
      smoothing: { method: "kneser_ney" as const },
    })),
    { name: `${order}-gram counts, no smoothing`, order, smoothing: { method: "none" as const } },
  ];
}

/** P(target | context) of counts, over the words only: the network never predicts an end mark. */
function countPredictor({ trainTexts, tokenizer }: TrainingData, choice: CountModelChoice): Predictor {
  const model: NgramModel = createNgramModel(streamOf(trainTexts), {
    ...choice,
    convention: "kenlm",
    tokenIds: tokenizer.tokens.length + MARKS,
  });
  return (context, target) => {
    const ids = context.map((id) => id + MARKS);
    const words = 1 - model.probability(ids, END) - model.probability(ids, UNKNOWN);
    return words > 0 ? model.probability(ids, target + MARKS) / words : 0;
  };
}

function streamOf(texts: readonly (readonly number[])[]): NgramStream {
  const ids: number[] = [];
  for (const text of texts) {
    for (const id of text) ids.push(id + MARKS);
    ids.push(SENTENCE_BREAK);
  }
  return { ids: Uint32Array.from(ids), sentences: texts.length, tokens: ids.length - texts.length };
}

function networkPredictor(shape: NetworkShape, weights: NetworkWeights) {
  const row = (context: readonly TokenId[]): Float64Array => {
    const { logits } = forwardPass(shape, weights, { contexts: Int32Array.from(context) });
    return logSoftmax(logits);
  };
  return {
    row,
    probability: (context: readonly TokenId[], target: TokenId) => Math.exp(row(context)[target]!),
  };
}

function fitOf(examples: ExampleSet, context: number, predict: Predictor, { tokenizer }: TrainingData): Fit {
  let [total, bytes, impossible] = [0, 0, 0];
  for (let i = 0; i < examples.targets.length; i++) {
    const target = examples.targets[i]!;
    const probability = predict([...examples.contexts.subarray(i * context, (i + 1) * context)], target);
    if (probability <= 0) impossible++;
    total -= Math.log(Math.min(1, Math.max(0, probability)));
    bytes += tokenBytes(tokenizer, target).length;
  }
  const nats = total / examples.targets.length;
  return { nats, perplexity: perplexityOf(nats), bitsPerByte: natsToBits(total) / bytes, impossible };
}

function judge(context: readonly TokenId[], target: TokenId | null, row: Float64Array): UnseenContext {
  const likeliest = row.reduce((best, value, i) => value > row[best]! ? i : best, 0);
  return {
    context,
    target,
    likeliest,
    likeliestProbability: Math.exp(row[likeliest]!),
    targetProbability: target === null ? null : Math.exp(row[target]!),
  };
}

interface Unseen {
  readonly context: readonly TokenId[];
  readonly target: TokenId | null;
}

/** Held-out contexts that training does not have; without any, training contexts with their first token replaced. */
function unseenContexts({ train, heldOut }: TrainingData, { context, vocabulary }: NetworkShape): Unseen[] {
  const seen = new Set<string>();
  const contextAt = (set: ExampleSet, row: number) => [
    ...set.contexts.subarray(row * context, (row + 1) * context),
  ];
  for (let row = 0; row < train.targets.length; row++) seen.add(contextAt(train, row).join());
  const found = new Map<string, Unseen>();
  const add = (unseen: Unseen) => {
    const key = unseen.context.join();
    if (!seen.has(key) && !found.has(key)) found.set(key, unseen);
  };
  for (let row = 0; row < heldOut.targets.length && found.size < MAX_UNSEEN; row++) {
    add({ context: contextAt(heldOut, row), target: heldOut.targets[row]! });
  }
  for (const row of spread(train.targets.length, 200)) {
    if (found.size >= MAX_UNSEEN) break;
    const [first = 0, ...rest] = contextAt(train, row);
    add({ context: [(first + 1) % vocabulary, ...rest], target: null });
  }
  return [...found.values()];
}
