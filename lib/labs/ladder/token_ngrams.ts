/**
 * The ladder's rungs of counts: n-grams of parcel-gpt's own tokens over a shipped corpus, so that every text has a
 * probability and all rungs up to parcel-gpt cut it alike.
 *
 * @module
 */
import type { LanguageModel, TokenId } from "@/lib/lm/language_model.ts";
import { countCorpus, type NgramModel } from "@/lib/lm/ngram/model.ts";
import { splitTexts } from "@/lib/lm/ngram/count_model.ts";
import type { SmoothingMethod } from "@/lib/lm/ngram/smoothing.ts";
import { SENTENCE_BREAK } from "@/lib/lm/ngram/stream.ts";
import { BEGIN, MARKS } from "@/lib/lm/ngram/vocabulary.ts";

/** A rung of counts. */
export interface CountRung {
  readonly name: "unigram" | "bigram" | "trigram" | "kneser_ney_5";
  /** Tokens of an n-gram. */
  readonly order: number;
  /** Probabilities of every token of the vocabulary after a context; they sum to a little less than 1, since a text may end. */
  next(context: readonly TokenId[]): Float64Array;
  /** Probability of one token. */
  probability(context: readonly TokenId[], token: TokenId): number;
  /** How often each token follows the end of a context in the corpus; empty where that was never seen. */
  counts(context: readonly TokenId[]): ReadonlyMap<TokenId, number>;
}

const ORDERS: readonly (readonly [CountRung["name"], number, SmoothingMethod])[] = [
  ["unigram", 1, "witten_bell"],
  ["bigram", 2, "witten_bell"],
  ["trigram", 3, "witten_bell"],
  ["kneser_ney_5", 5, "modified_kneser_ney"],
];

/** Counts a corpus of texts separated by `<|endoftext|>`. */
export async function countRungs(
  tokenizer: Pick<LanguageModel, "encode" | "vocabulary">,
  corpus: string,
): Promise<CountRung[]> {
  const texts = splitTexts(corpus);
  const ids: number[] = [];
  for (const text of texts) {
    for (const id of await tokenizer.encode(text)) ids.push(id + MARKS);
    ids.push(SENTENCE_BREAK);
  }
  const stream = { ids: Uint32Array.from(ids), sentences: texts.length, tokens: ids.length - texts.length };
  const { size } = tokenizer.vocabulary;
  return ORDERS.map(([name, order, method]) => {
    const count = countCorpus(stream, { order, convention: "kenlm", tokenIds: size + MARKS });
    return rungOf(name, order, count({ method }), stream.ids);
  });
}

function rungOf(
  name: CountRung["name"],
  order: number,
  model: NgramModel,
  corpus: Uint32Array,
): CountRung {
  const contextOf = (tokens: readonly TokenId[]) => {
    const all = [BEGIN, ...tokens.map((id) => id + MARKS)];
    return order === 1 ? [] : all.slice(-(order - 1));
  };
  return {
    name,
    order,
    next: (context) => model.distribution(contextOf(context)).slice(MARKS),
    probability: (context, token) => model.probability(contextOf(context), token + MARKS),
    counts: (context) => countAfter(corpus, context.map((id) => id + MARKS), order - 1),
  };
}

/** Counts what follows the last `length` ids of a context; where it has fewer, a text begins with them. */
function countAfter(
  corpus: Uint32Array,
  context: readonly number[],
  length: number,
): ReadonlyMap<TokenId, number> {
  const begins = context.length < length;
  const pattern = begins ? context : context.slice(context.length - length);
  const counts = new Map<TokenId, number>();
  for (let at = pattern.length; at < corpus.length; at++) {
    const start = at - pattern.length;
    if (corpus[at] === SENTENCE_BREAK) continue;
    if (begins && start > 0 && corpus[start - 1] !== SENTENCE_BREAK) continue;
    if (!pattern.every((id, index) => corpus[start + index] === id)) continue;
    const token = corpus[at]! - MARKS;
    counts.set(token, (counts.get(token) ?? 0) + 1);
  }
  return counts;
}
