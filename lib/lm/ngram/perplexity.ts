import type { NgramModel } from "@/lib/lm/ngram/model.ts";
import { BEGIN, END } from "@/lib/lm/ngram/vocabulary.ts";

/** How well a model predicts some tokens. */
export interface NgramTest {
  /** Tokens predicted. */
  readonly tokens: number;
  /** Mean of -ln P, in nats; Infinity where a token has probability 0, NaN of no tokens. */
  readonly crossEntropyNats: number;
  /** exp of the cross-entropy. */
  readonly perplexity: number;
}

/** Held-out text under a model. */
interface NgramTestReport extends NgramTest {
  /** One figure for each sentence. */
  readonly sentences: readonly NgramTest[];
  /**
   * NLTK's own pooled figure, `lm.perplexity` of the order-N n-grams of sentences padded at both ends; from
   * order 3 on it also predicts `</s>` after `</s>`. Null under KenLM's convention.
   */
  readonly padded: NgramTest | null;
}

/**
 * Perplexity of sentences, each given as the ids of its words: what is predicted are the words and one `</s>`
 * (no `</s>` where the model does not count one: under NLTK's convention at order 1, but for Kneser-Ney). For
 * scores (stupid backoff) the same formula on the scores.
 */
export function ngramPerplexity(model: NgramModel, sentences: Iterable<ArrayLike<number>>): NgramTestReport {
  const { convention } = model.settings;
  const { padding } = model.counts;
  const reports: NgramTest[] = [];
  const pooled = { tokens: 0, nats: 0 };
  const padded = { tokens: 0, nats: 0 };
  for (const sentence of sentences) {
    const losses = paddedLosses(model, sentence, padding.begin, padding.end);
    const own = losses.slice(0, sentence.length + Math.min(padding.end, 1));
    reports.push(summarize(own.length, sum(own)));
    pooled.tokens += own.length;
    pooled.nats += sum(own);
    padded.tokens += losses.length;
    padded.nats += sum(losses);
  }
  return {
    ...summarize(pooled.tokens, pooled.nats),
    sentences: reports,
    padded: convention === "nltk" ? summarize(padded.tokens, padded.nats) : null,
  };
}

/** -ln P of every token of a sentence and of the marks after it. */
function paddedLosses(model: NgramModel, words: ArrayLike<number>, begin: number, end: number): number[] {
  const tokens = [...Array(begin).fill(BEGIN), ...Array.from(words), ...Array(end).fill(END)];
  const { order } = model.settings;
  const losses: number[] = [];
  for (let i = begin; i < tokens.length; i++) {
    const context = tokens.slice(Math.max(0, i - order + 1), i);
    losses.push(-Math.log(model.probability(context, tokens[i]!)));
  }
  return losses;
}

function summarize(tokens: number, nats: number): NgramTest {
  const crossEntropyNats = nats / tokens;
  return { tokens, crossEntropyNats, perplexity: Math.exp(crossEntropyNats) };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
