/**
 * The trained network as a LanguageModel: whatever takes a model takes it.
 *
 * @module
 */
import { answerRows } from "@/lib/lm/answer_rows.ts";
import type {
  LanguageModel,
  LogitsOptions,
  ModelId,
  ScoredToken,
  ScoreOptions,
  TokenId,
} from "@/lib/lm/language_model.ts";
import { scoreToken } from "@/lib/lm/loss/score_token.ts";
import { packVocabulary, unpackVocabulary, type Vocabulary } from "@/lib/lm/vocabulary.ts";
import {
  type CorpusTokenizer,
  createEncoder,
  tokenBytes,
  UNKNOWN_WORD,
} from "@/lib/training/data/corpus_tokenizer.ts";
import type { NetworkShape, NetworkWeights } from "@/lib/training/network/network.ts";
import { forwardPass } from "@/lib/training/network/passes.ts";

/** What a trained network is made of. */
interface NeuralNgramParts {
  readonly id: ModelId;
  readonly shape: NetworkShape;
  readonly weights: NetworkWeights;
  readonly tokenizer: CorpusTokenizer;
}

/**
 * Makes a model of a trained network. It reads the last n - 1 tokens; where there are fewer, the places before them
 * hold nothing (zeros instead of an embedding). A word that training did not have becomes `<unk>`, which then is a
 * token of its own after the others: it is read as nothing and never predicted.
 */
export function createNeuralNgram(parts: NeuralNgramParts): LanguageModel {
  return new NeuralNgram(parts);
}

class NeuralNgram implements LanguageModel {
  readonly id: ModelId;
  readonly backend = "cpu";
  readonly vocabulary: Vocabulary;
  readonly contextLength = Infinity;
  readonly beginToken = null;
  readonly endTokens: readonly TokenId[] = [];
  readonly cacheBytesPerToken = 0;
  readonly cacheFormula = "";
  readonly #parts: NeuralNgramParts;
  readonly #encode: (text: string) => TokenId[];
  readonly #unknown: TokenId;
  #disposed = false;

  constructor(parts: NeuralNgramParts) {
    const { tokenizer, id } = parts;
    this.id = id;
    this.#parts = parts;
    this.#encode = createEncoder(tokenizer);
    const needsUnknown = tokenizer.kind === "words" && tokenizer.unknown === null;
    this.#unknown = tokenizer.unknown ?? tokenizer.tokens.length;
    const tokens = tokenizer.tokens.map((_, id) => tokenBytes(tokenizer, id));
    if (needsUnknown) tokens.push(new TextEncoder().encode(UNKNOWN_WORD));
    const special = tokenizer.kind === "words" ? [this.#unknown] : [];
    this.vocabulary = unpackVocabulary(packVocabulary(tokens, special));
  }

  encode(text: string): Promise<TokenId[]> {
    return Promise.resolve(this.#encode(text).map((id) => id < 0 ? this.#unknown : id));
  }

  encodeChat(): Promise<null> {
    return Promise.resolve(null);
  }

  // deno-lint-ignore require-await
  async logits(tokens: readonly TokenId[], options: LogitsOptions = {}): Promise<Float32Array[]> {
    options.signal?.throwIfAborted();
    this.#check(tokens);
    return answerRows(tokens, options, (context) => this.#row(context));
  }

  // deno-lint-ignore require-await
  async score(tokens: readonly TokenId[], options: ScoreOptions = {}): Promise<ScoredToken[]> {
    const { from = 1, top = 0, signal } = options;
    signal?.throwIfAborted();
    this.#check(tokens);
    return tokens.slice(from).map((id, index) =>
      scoreToken(this.#row(tokens.slice(0, from + index)), id, top)
    );
  }

  dispose(): Promise<void> {
    this.#disposed = true;
    return Promise.resolve();
  }

  #row(tokens: readonly TokenId[]): Float32Array<ArrayBuffer> {
    const { shape, weights } = this.#parts;
    const contexts = new Int32Array(shape.context).fill(-1);
    tokens.slice(-shape.context).forEach((id, i, last) => {
      contexts[shape.context - last.length + i] = id < shape.vocabulary ? id : -1;
    });
    const { logits } = forwardPass(shape, weights, { contexts });
    if (this.vocabulary.size === shape.vocabulary) return logits;
    const row = new Float32Array(this.vocabulary.size).fill(-Infinity);
    row.set(logits);
    return row;
  }

  #check(tokens: readonly TokenId[]): void {
    if (this.#disposed) throw new Error("The trained network was disposed: open it again");
    if (tokens.length === 0) throw new RangeError("Cannot predict from no tokens: give at least one");
    const { size } = this.vocabulary;
    const outside = tokens.find((id) => !(Number.isInteger(id) && id >= 0 && id < size));
    if (outside === undefined) return;
    throw new RangeError(`Token ${outside} is outside the vocabulary: use an id from 0 to ${size - 1}`);
  }
}
