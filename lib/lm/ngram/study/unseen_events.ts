import type { Study } from "@/lib/lm/ngram/study/study.ts";
import type { NgramModel } from "@/lib/lm/ngram/model.ts";
import { countAfter } from "@/lib/lm/ngram/study/next_tokens.ts";
import { wordProbability } from "@/lib/lm/ngram/study/answer.ts";
import { type Smoothing, SMOOTHING_METHODS, type SmoothingMethod } from "@/lib/lm/ngram/smoothing.ts";

/** What one method gives after a context. */
export interface MethodView {
  readonly method: SmoothingMethod;
  /** What all tokens that followed the context have together, and all that never did. */
  readonly seen: number;
  readonly unseen: number;
  /** The words asked for, in their order. */
  readonly words: readonly number[];
}

/** What each smoothing gives to what was never seen. */
export interface UnseenView {
  /** Tokens that followed the context, and that could but never did. */
  readonly seenTypes: number;
  readonly unseenTypes: number;
  readonly words: readonly { readonly word: string; readonly known: boolean; readonly count: number }[];
  readonly methods: readonly MethodView[];
}

/**
 * Compares the smoothing methods after a context.
 *
 * @param parameters The visitor's own parameters, for every method.
 */
export function unseenEvents(
  study: Study,
  parameters: Smoothing,
  context: readonly number[],
  words: readonly string[],
): UnseenView {
  const { corpus, models } = study;
  const counts = models({ method: "none" });
  const looksAt = counts.backoff(context)[0]!.context;
  const seen = seenTokens(counts, looksAt);
  const seenTypes = seen.reduce((sum, each) => sum + each, 0);
  const types = seen.filter((_, id) => counts.predicts(id)).length;
  return {
    seenTypes,
    unseenTypes: types - seenTypes,
    words: words.map((word) => {
      const ids = corpus.context([word]);
      const count = ids.length === 1 ? countAfter(counts, looksAt, counts.readWord(ids[0]!)) : 0;
      return { word, known: ids.every((id) => id !== 0), count };
    }),
    methods: SMOOTHING_METHODS.map((method) => {
      const model = models({ ...parameters, method });
      const sums = [0, 0];
      const after = model.events === counts.events ? seen : seenTokens(model, looksAt);
      model.distribution(context).forEach((share, id) => sums[after[id]!]! += share);
      const asked = words.map((word) => wordProbability(corpus, model, context, word));
      return { method, seen: sums[1]!, unseen: sums[0]!, words: asked };
    }),
  };
}

/** For every token id 1 where the token can come next and followed the context, else 0. */
function seenTokens(model: NgramModel, context: readonly number[]): Uint8Array {
  return Uint8Array.from(
    { length: model.counts.vocabularySize },
    (_, id) => model.predicts(id) && countAfter(model, context, id) > 0 ? 1 : 0,
  );
}
