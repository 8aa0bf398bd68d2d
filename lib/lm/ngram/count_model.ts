/**
 * A language model that has only counted: how often each token followed the last three, two, one, in a corpus
 * small enough to be shipped. Built from the corpus' text in a fraction of a second, on the server or in the tab.
 *
 * @module
 */
import { trimWhiteSpace } from "@/lib/lm/white_space.ts";
import { answerRows } from "@/lib/lm/answer_rows.ts";
import type {
  LanguageModel,
  LogitsOptions,
  ModelId,
  ScoredToken,
  ScoreOptions,
  TokenId,
} from "@/lib/lm/language_model.ts";
import { findNgram } from "@/lib/lm/ngram/counts.ts";
import { createNgramModel, type NgramModel } from "@/lib/lm/ngram/model.ts";
import { type NgramStream, SENTENCE_BREAK } from "@/lib/lm/ngram/stream.ts";
import { BEGIN, END, UNKNOWN } from "@/lib/lm/ngram/vocabulary.ts";
import { scoreToken } from "@/lib/lm/loss/score_token.ts";
import type { Vocabulary } from "@/lib/lm/vocabulary.ts";
import {
  BEGIN_TOKEN,
  createWordTokenizer,
  END_TOKEN,
  type WordTokenizer,
} from "@/lib/lm/ngram/word_tokenizer.ts";

/** Longest n-gram unless stated: the model looks back at three tokens. */
const ORDER = 4;

/** What stands between two texts of a corpus, on a line of its own. */
const TEXT_SEPARATOR = /^<\|endoftext\|>\r?$/m;

/** What the counts know of a context of one length. */
interface CountedContext {
  /** Length of the n-gram: its context is one token shorter. */
  readonly order: number;
  readonly context: readonly TokenId[];
  /** How often the context was followed by anything. */
  readonly total: number;
  /** How often it was followed by the token asked for; 0 where none was. */
  readonly count: number;
  /** Whether the answer has a part from this order: the context was seen. */
  readonly used: boolean;
}

/** A count model of the next token. */
export interface CountModel extends LanguageModel {
  /** The counts behind an answer, longest context first: the first that is `used` weighs most. */
  explain(tokens: readonly TokenId[], id?: TokenId): CountedContext[];
}

/** What names a count model in a link, and how far it looks back. */
interface CountModelName {
  /** Hash of the corpus. */
  readonly revision: string;
  /** Default `counts`. */
  readonly name?: string;
  /** Longest n-gram, default 4. */
  readonly order?: number;
}

/** Splits a corpus into its texts. */
export function splitTexts(corpus: string): string[] {
  return corpus.split(TEXT_SEPARATOR).map(trimWhiteSpace).filter((text) => text !== "");
}

/**
 * Counts a corpus. Interpolated Kneser-Ney smoothing with discount 0.75 gives every token a probability above 0
 * after every context; a longer context that was seen outweighs the shorter ones.
 *
 * @param corpus Texts separated by a line `<|endoftext|>`.
 */
export function createCountModel(
  corpus: string,
  { revision, name = "counts", order = ORDER }: CountModelName,
): CountModel {
  const texts = splitTexts(corpus);
  const tokenizer = createWordTokenizer(texts);
  const counted = createNgramModel(countedStream(texts, tokenizer), {
    order,
    convention: "kenlm",
    smoothing: { method: "kneser_ney" },
    tokenIds: tokenizer.vocabulary.size + 1,
  });
  return new CountLanguageModel({ name, revision, dtype: "counts" }, tokenizer, counted);
}

class CountLanguageModel implements CountModel {
  readonly backend = "counts";
  readonly vocabulary: Vocabulary;
  readonly contextLength = Infinity;
  readonly beginToken = BEGIN_TOKEN;
  readonly endTokens: readonly TokenId[] = [END_TOKEN];
  readonly cacheBytesPerToken = 0;
  readonly cacheFormula = "";
  readonly #tokenizer: WordTokenizer;
  readonly #counted: NgramModel;
  #disposed = false;

  constructor(readonly id: ModelId, tokenizer: WordTokenizer, counted: NgramModel) {
    this.vocabulary = tokenizer.vocabulary;
    this.#tokenizer = tokenizer;
    this.#counted = counted;
  }

  encode(text: string): Promise<TokenId[]> {
    return Promise.resolve(this.#tokenizer.encode(text));
  }

  encodeChat(): Promise<null> {
    return Promise.resolve(null);
  }

  // deno-lint-ignore require-await
  async logits(tokens: readonly TokenId[], options: LogitsOptions = {}): Promise<Float32Array[]> {
    options.signal?.throwIfAborted();
    this.#check(tokens);
    return answerRows(tokens, options, (context) => logRow(this.#counted, context));
  }

  // deno-lint-ignore require-await
  async score(tokens: readonly TokenId[], options: ScoreOptions = {}): Promise<ScoredToken[]> {
    const { from = 0, top = 0, signal } = options;
    signal?.throwIfAborted();
    this.#check(tokens);
    return tokens.slice(from).map((id, index) => {
      const context = from + index === 0 ? [BEGIN_TOKEN] : tokens.slice(0, from + index);
      return scoreToken(logRow(this.#counted, context), id, top);
    });
  }

  explain(tokens: readonly TokenId[], id?: TokenId): CountedContext[] {
    return explain(this.#counted, tokens, id);
  }

  dispose(): Promise<void> {
    this.#disposed = true;
    return Promise.resolve();
  }

  #check(tokens: readonly TokenId[]): void {
    if (this.#disposed) throw new Error("The count model was disposed: create it again");
    if (tokens.length === 0) {
      throw new RangeError("Cannot predict from no tokens: give at least the begin token");
    }
    const last = this.vocabulary.size - 1;
    const outside = tokens.find((id) => !(Number.isInteger(id) && id >= 0 && id <= last));
    if (outside !== undefined) {
      throw new RangeError(`Token ${outside} is outside the vocabulary: use an id from 0 to ${last}`);
    }
  }
}

/** The counts number their three marks first; the begin mark, never predicted, has the place of the unknown word. */
function countedId(id: TokenId): number {
  if (id === BEGIN_TOKEN) return BEGIN;
  if (id === END_TOKEN) return END;
  return id < BEGIN_TOKEN ? id + 3 : id + 1;
}

function countedStream(texts: readonly string[], tokenizer: WordTokenizer): NgramStream {
  const ids: number[] = [];
  for (const text of texts) {
    for (const id of tokenizer.encode(text)) ids.push(countedId(id));
    ids.push(SENTENCE_BREAK);
  }
  return { ids: Uint32Array.from(ids), sentences: texts.length, tokens: ids.length - texts.length };
}

/** Log-probabilities of every token after a context: logits whose softmax needs no more normalizing. */
function logRow(counted: NgramModel, tokens: readonly TokenId[]): Float32Array {
  const probabilities = counted.distribution(contextIds(tokens, counted.settings.order));
  const row = new Float32Array(probabilities.length - 1);
  for (let id = 0; id < row.length; id++) row[id] = Math.log(probabilities[countedId(id)]!);
  row[BEGIN_TOKEN] = Math.log(probabilities[UNKNOWN]!);
  return row;
}

/** The end of a context as far back as the model looks, and not beyond a begin mark. */
function contextIds(tokens: readonly TokenId[], order: number): number[] {
  const last = order > 1 ? tokens.slice(1 - order) : [];
  return last.slice(Math.max(0, last.lastIndexOf(BEGIN_TOKEN))).map(countedId);
}

function explain(counted: NgramModel, tokens: readonly TokenId[], id?: TokenId): CountedContext[] {
  const context = contextIds(tokens, counted.settings.order);
  return counted.backoff(context).filter(({ order }) => order > 0).map(({ order, used, context }) => {
    const entry = findNgram(counted.counts, context);
    const next = id === undefined || entry < 0
      ? -1
      : counted.counts.levels[order - 1]!.find(entry, countedId(id));
    return {
      order,
      used,
      context: tokens.slice(tokens.length - context.length),
      total: entry < 0 ? 0 : counted.events[order - 1]!.total[entry]!,
      count: next < 0 ? 0 : counted.counts.levels[order - 1]!.count[next]!,
    };
  });
}
