import { findNgram } from "@/lib/lm/ngram/counts.ts";
import { indexFollowers } from "@/lib/lm/ngram/context.ts";
import type { NgramCorpus } from "@/lib/lm/ngram/corpus.ts";
import type { BackoffStep } from "@/lib/lm/ngram/distribution.ts";
import type { NgramModel } from "@/lib/lm/ngram/model.ts";
import { ngramPerplexity, type NgramTest } from "@/lib/lm/ngram/perplexity.ts";
import { streamSentences } from "@/lib/lm/ngram/stream.ts";

/** A token that came after a context. */
export interface RowEntry {
  readonly token: string;
  readonly count: number;
  readonly probability: number;
}

/** What the counts know of a context. */
interface NgramRow {
  /** The tokens that the longest order looks at, as ids. */
  readonly context: readonly number[];
  /** How often the context was followed by anything. */
  readonly total: number;
  /** The tokens that followed it, the likeliest first. */
  readonly entries: readonly RowEntry[];
}

/** The counts row of a context: what followed it, how often, and how likely the model finds it. */
export function ngramRow(corpus: NgramCorpus, model: NgramModel, context: readonly number[]): NgramRow {
  const read = model.backoff(context)[0]!.context;
  const entry = read.length < model.counts.order ? findNgram(model.counts, read) : -1;
  const events = model.events[read.length];
  if (entry < 0 || !events || !(events.total[entry]! > 0)) return { context: read, total: 0, entries: [] };
  const contexts = read.length === 0 ? 1 : model.counts.levels[read.length - 1]!.size;
  const followers = indexFollowers(events.level, contexts).entries(entry);
  const p = model.distribution(context);
  const entries = Array.from(followers)
    .filter((each) => events.adjusted[each]! > 0)
    .map((each) => ({ id: events.level.word[each]!, count: events.adjusted[each]! }))
    .sort((a, b) => p[b.id]! - p[a.id]! || b.count - a.count || a.id - b.id)
    .map(({ id, count }) => ({ token: corpus.write(id), count, probability: p[id]! }));
  return { context: read, total: events.total[entry]!, entries };
}

/**
 * The probability of a word after a context: of its token, or of its subword tokens one after the other. 0 for what
 * is never predicted.
 */
export function wordProbability(
  corpus: NgramCorpus,
  model: NgramModel,
  context: readonly number[],
  word: string,
): number {
  const before = [...context];
  let p = 1;
  for (const id of corpus.context([word]).map(model.readWord)) {
    p *= model.predicts(id) ? model.probability(before, id) : 0;
    before.push(id);
  }
  return p;
}

/** The contexts of order - 1 tokens that were followed by a token. */
export function seenContexts(model: NgramModel): number {
  return model.events.at(-1)!.total.reduce((seen, total) => seen + (total > 0 ? 1 : 0), 0);
}

/** Held-out sentences under a model. */
export function testSentences(
  corpus: NgramCorpus,
  model: NgramModel,
  sentences: Iterable<string>,
): NgramTest {
  const { tokens, crossEntropyNats, perplexity } = ngramPerplexity(
    model,
    streamSentences(corpus.encode(sentences)),
  );
  return { tokens, crossEntropyNats, perplexity };
}

/** A step of the way down, in tokens as they are written. */
interface WrittenStep {
  readonly order: number;
  readonly used: boolean;
  readonly context: readonly string[];
}

/** Writes the steps of a backoff path. */
export function writeSteps(corpus: NgramCorpus, steps: readonly BackoffStep[]): WrittenStep[] {
  return steps.map(({ order, used, context }) => ({ order, used, context: context.map(corpus.write) }));
}
