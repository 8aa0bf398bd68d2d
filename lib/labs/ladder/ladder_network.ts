/**
 * The ladder's neural n-gram: trained on the corpus of the rungs of counts by models/ladder/train_neural_ngram.ts, in
 * parcel-gpt's tokens, and shipped.
 *
 * @module
 */
import type { Rung } from "@/lib/labs/ladder/rung.ts";
import { softmax } from "@/lib/lm/distribution/softmax.ts";
import type { LanguageModel, TokenId } from "@/lib/lm/language_model.ts";
import { type NetworkShape, type NetworkWeights, PARAMETERS } from "@/lib/training/network/network.ts";
import { type ForwardPass, forwardPass } from "@/lib/training/network/passes.ts";
import { readSafetensors } from "@/lib/transformer/weights/safetensors.ts";
import { modelSource } from "@/lib/lm/model_source.ts";

/** What stands in the file beside the weights. */
export interface LadderNetworkFacts {
  /** Name of the corpus' file. */
  readonly corpus: string;
  readonly shape: NetworkShape;
  /** The token of each of the network's rows; the first is the begin token, which only stands in front. */
  readonly tokens: readonly TokenId[];
  readonly seed: number;
  readonly epochs: number;
  /** Of subtractions that stand in no text, how many the rungs of this corpus answer, by rung. */
  readonly subtraction: { readonly [rung: string]: { readonly pairs: number; readonly exact: number } };
}

/** The network, ready to run. */
export interface LadderNetwork {
  readonly facts: LadderNetworkFacts;
  /** What it computes for the end of a context: its own rows, before any token that it does not know. */
  pass(context: readonly TokenId[]): ForwardPass;
  /** Probabilities of every token of the tokenizer's vocabulary; they sum to 1. */
  next(context: readonly TokenId[], vocabulary: number): Float64Array;
}

/** Share that is spread evenly over the whole vocabulary, since the network knows the corpus' tokens only. */
export const EVEN_SHARE = 0.01;

/** Reads the shipped file. @throws {SyntaxError} If it is damaged. */
export function readLadderNetwork(file: Uint8Array): LadderNetwork {
  const { metadata, tensors } = readSafetensors(file);
  const facts: LadderNetworkFacts = JSON.parse(metadata["facts"] ?? "");
  const weights = Object.fromEntries(
    PARAMETERS.map((name) => [name, new Float32Array(tensors.get(name)!.bytes.slice().buffer)]),
  ) as NetworkWeights;
  const rows = new Map(facts.tokens.map((token, row) => [token, row]));
  const { shape } = facts;

  function pass(context: readonly TokenId[]): ForwardPass {
    // In front of a text stand begin tokens; what the corpus does not have is read as nothing.
    const contexts = new Int32Array(shape.context);
    const last = context.slice(-shape.context);
    last.forEach((token, index) => contexts[shape.context - last.length + index] = rows.get(token) ?? -1);
    return forwardPass(shape, weights, { contexts });
  }

  return {
    facts,
    pass,
    next(context, vocabulary) {
      const { logits } = pass(context);
      logits[0] = -Infinity;
      const own = softmax(logits);
      const probabilities = new Float64Array(vocabulary).fill(EVEN_SHARE / vocabulary);
      facts.tokens.forEach((token, row) => probabilities[token]! += (1 - EVEN_SHARE) * own[row]!);
      return probabilities;
    },
  };
}

/** The network as a rung over its tokenizer's tokens. */
export function neuralRung(tokenizer: LanguageModel, network: LadderNetwork): Rung {
  const { size } = tokenizer.vocabulary;
  const { seed, epochs } = network.facts;
  const id = { name: "neural-ngram", revision: `seed-${seed}-epochs-${epochs}`, dtype: "fp32" };
  return {
    name: "neural_ngram",
    source: modelSource({ id, backend: "cpu" }),
    looksBack: network.facts.shape.context,
    vocabulary: tokenizer.vocabulary,
    encode: (text) => tokenizer.encode(text),
    next: async (text) => network.next(await tokenizer.encode(text), size),
    async bitsPerByte(text) {
      const ids = await tokenizer.encode(text);
      const { length } = new TextEncoder().encode(text);
      if (length === 0) return null;
      const { context } = network.facts.shape;
      const bits = ids.map((id, at) =>
        -Math.log2(network.next(ids.slice(Math.max(0, at - context), at), size)[id]!)
      );
      return bits.reduce((sum, each) => sum + each, 0) / length;
    },
  };
}
