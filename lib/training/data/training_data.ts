/**
 * From texts to examples: a vocabulary, the contexts that the network reads, and the tokens that follow.
 *
 * @module
 */
import {
  type CorpusTokenizer,
  createCorpusTokenizer,
  createEncoder,
} from "@/lib/training/data/corpus_tokenizer.ts";
import type { ExampleSet } from "@/lib/training/network/batch.ts";
import { TrainingError } from "@/lib/training/training_error.ts";
import type { TrainingSettings } from "@/lib/training/training_settings.ts";

/** What a run trains and is tested on. */
export interface TrainingData {
  readonly tokenizer: CorpusTokenizer;
  /** Sentences as token ids. */
  readonly trainTexts: readonly (readonly number[])[];
  readonly heldOutTexts: readonly (readonly number[])[];
  readonly train: ExampleSet;
  readonly heldOut: ExampleSet;
  /** Entropy of the next token given the whole context in the training examples, in nats: no loss gets below it. */
  readonly floorNats: number;
}

/** The settings that shape data. */
type DataSettings = Pick<TrainingSettings, "tokens" | "vocabulary" | "context" | "held_out">;

/**
 * Prepares the examples of some texts: every token that has a whole context before it in its text. No padding, no
 * begin token.
 *
 * @throws {TrainingError} If there is nothing to learn from, with what to change.
 */
export function prepareData(texts: readonly string[], settings: DataSettings): TrainingData {
  const { tokens, vocabulary, context, held_out: percent } = settings;
  const tokenizer = createCorpusTokenizer(texts, tokens, vocabulary);
  const encode = createEncoder(tokenizer);
  const encoded = texts.map(encode).filter((ids) => ids.length > 0);
  checkTexts(encoded, tokenizer, context);
  const isHeldOut = (index: number) =>
    Math.floor((index + 1) * percent / 100) > Math.floor(index * percent / 100);
  const trainTexts = encoded.filter((_, index) => !isHeldOut(index));
  const heldOutTexts = encoded.filter((_, index) => isHeldOut(index));
  const train = examplesOf(trainTexts, context);
  if (train.targets.length === 0) {
    throw new TrainingError(
      "no_text",
      "Every sentence long enough is held out: hold out fewer, or add sentences",
    );
  }
  return {
    tokenizer,
    trainTexts,
    heldOutTexts,
    train,
    heldOut: examplesOf(heldOutTexts, context),
    floorNats: conditionalEntropy(train, context),
  };
}

function checkTexts(texts: readonly number[][], tokenizer: CorpusTokenizer, context: number): void {
  if (texts.length === 0) {
    throw new TrainingError("no_text", "There is no text to learn from: write a few sentences, one a line");
  }
  const longest = texts.reduce((length, ids) => Math.max(length, ids.length), 0);
  if (texts.length === 1 && longest === 1) {
    throw new TrainingError(
      "no_text",
      "One token has nothing before it to learn from: write whole sentences",
    );
  }
  if (longest <= context) {
    throw new TrainingError(
      "context_too_long",
      `The longest sentence has ${longest} tokens, so none has ${context} before a next one: choose a context of at most ${
        Math.max(1, longest - 1)
      }${longest === 1 ? ", and write sentences of two words or more" : ""}`,
    );
  }
  if (tokenizer.tokens.length < 2) {
    throw new TrainingError(
      "one_token",
      "There is only one distinct token, which always follows: add another word",
    );
  }
}

/** Every token with a whole context before it, text by text. */
export function examplesOf(texts: readonly (readonly number[])[], context: number): ExampleSet {
  const count = texts.reduce((sum, ids) => sum + Math.max(0, ids.length - context), 0);
  const contexts = new Int32Array(count * context);
  const targets = new Int32Array(count);
  let row = 0;
  for (const ids of texts) {
    for (let i = context; i < ids.length; i++, row++) {
      for (let k = 0; k < context; k++) contexts[row * context + k] = ids[i - context + k]!;
      targets[row] = ids[i]!;
    }
  }
  return { contexts, targets };
}

/** Rows of an example set, in the order of their numbers. */
export function selectExamples(
  examples: ExampleSet,
  rows: ArrayLike<number>,
  context: number,
): ExampleSet {
  const contexts = new Int32Array(rows.length * context);
  const targets = new Int32Array(rows.length);
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    contexts.set(examples.contexts.subarray(row * context, (row + 1) * context), i * context);
    targets[i] = examples.targets[row]!;
  }
  return { contexts, targets };
}

/** H(next token | context) of counts: Σ over contexts and tokens of -count · ln(count / total) / examples. */
export function conditionalEntropy({ contexts, targets }: ExampleSet, context: number): number {
  const counts = new Map<string, Map<number, number>>();
  for (let row = 0; row < targets.length; row++) {
    const key = contexts.subarray(row * context, (row + 1) * context).join();
    const row_ = counts.get(key) ?? new Map<number, number>();
    row_.set(targets[row]!, (row_.get(targets[row]!) ?? 0) + 1);
    counts.set(key, row_);
  }
  let nats = 0;
  for (const followers of counts.values()) {
    const total = [...followers.values()].reduce((sum, count) => sum + count, 0);
    for (const count of followers.values()) nats -= count * Math.log(count / total);
  }
  return targets.length === 0 ? NaN : Math.max(0, nats / targets.length);
}
