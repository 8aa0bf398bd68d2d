import { z } from "zod";
import { MAX_CONTEXT_TOKENS, MAX_CORPUS_LENGTH, MAX_WORDS } from "@/lib/experiment/fields/ngram_limits.ts";
import {
  ngramRow,
  seenContexts,
  testSentences,
  wordProbability,
  writeSteps,
} from "@/lib/lm/ngram/study/answer.ts";
import { readCorpus, sentencesOf } from "@/lib/lm/ngram/corpus.ts";
import { createNgramModel } from "@/lib/lm/ngram/model.ts";
import { SMOOTHING_DEFAULTS } from "@/lib/lm/ngram/smoothing.ts";
import { NGRAM_FIELDS } from "@/lib/experiment/fields/ngram_fields.ts";
import { endpoint } from "@/routes/api/endpoint.ts";
import { choiceSchema, numberSchema } from "@/routes/api/calculations/schema_of.ts";
import { finiteOrNull } from "@/routes/api/calculations/fields.ts";

const text = z.string().max(MAX_CORPUS_LENGTH);

const smoothing = z.strictObject({
  method: choiceSchema(NGRAM_FIELDS.smoothing),
  k: z.number().gt(0).max(1e9).default(SMOOTHING_DEFAULTS.k).describe("add_k: added to every count"),
  lambda: numberSchema(NGRAM_FIELDS.lambda).default(SMOOTHING_DEFAULTS.lambda).describe(
    "jelinek_mercer: weight of each order",
  ),
  discount: numberSchema(NGRAM_FIELDS.discount).default(SMOOTHING_DEFAULTS.discount)
    .describe("kneser_ney and absolute_discounting: taken off every count"),
  alpha: numberSchema(NGRAM_FIELDS.alpha).default(SMOOTHING_DEFAULTS.alpha).describe(
    "stupid_backoff: factor for each step down",
  ),
});

const request = z.strictObject({
  corpus: z.array(text).max(MAX_CORPUS_LENGTH).optional().describe("Sentences, each split at white space"),
  text: text.optional().describe("The same as one text, one sentence a line"),
  order: numberSchema(NGRAM_FIELDS.order).describe("Length of the longest n-gram"),
  smoothing: smoothing.default({ ...SMOOTHING_DEFAULTS, method: "none" }),
  convention: choiceSchema(NGRAM_FIELDS.convention).default("kenlm").describe(
    "Padding and vocabulary as in KenLM or NLTK",
  ),
  unit: choiceSchema(NGRAM_FIELDS.unit).default("words").describe(
    "Words, or byte-pair tokens learned from the corpus",
  ),
  merges: numberSchema(NGRAM_FIELDS.merges).default(200).describe("bpe: pairs that become tokens"),
  context: z.array(text).max(MAX_CONTEXT_TOKENS).default([])
    .describe("Tokens before the next one; may hold <s>, also written <bos>"),
  words: z.array(text).max(MAX_WORDS).default([]).describe(
    "Words whose probability is wanted; may hold </s>",
  ),
  test: z.array(text).max(MAX_CORPUS_LENGTH).optional().describe("Held-out sentences"),
}).refine(({ corpus, text }) => (corpus === undefined) !== (text === undefined), {
  path: ["corpus"],
  message: "Give the corpus as corpus or as text, one of the two",
}).meta({ oneOf: [{ required: ["corpus"] }, { required: ["text"] }] });

const response = z.object({
  sentences: z.int(),
  tokens: z.int().describe("Tokens of the corpus, marks not counted"),
  vocabulary_size: z.int().describe("As the convention counts it"),
  contexts: z.int().describe("Distinct contexts of order - 1 tokens that were followed by a token"),
  row: z.array(z.object({ token: z.string(), count: z.number(), probability: z.number() }))
    .describe("What followed the context, the likeliest first"),
  total: z.number().describe("How often the context was followed by anything"),
  probabilities: z.record(z.string(), z.number()).describe(
    "Of the words asked for; scores for stupid_backoff",
  ),
  backoff: z.array(z.object({ order: z.int(), used: z.boolean(), context: z.array(z.string()) }))
    .describe(
      "The orders from the longest down, 0 for the uniform distribution: whether the answer has a part of each",
    ),
  test: z.object({
    tokens: z.int(),
    cross_entropy_nats: finiteOrNull.describe("Mean of -ln p; null where a token has probability 0"),
    perplexity: finiteOrNull,
  }).nullable(),
  notes: z.array(z.string()),
});

/** Characters, and a few for each sentence. */
function lengthOf(sentences: readonly string[]): number {
  return sentences.reduce((sum, sentence) => sum + sentence.length + 3, 0);
}

/** `POST /api/v1/ngram`. */
export const ngramEndpoint = endpoint({
  name: "ngram",
  summary: "Counts, smoothing and backoff of n-grams",
  description:
    "Counts the n-grams of a corpus inside its padded sentences and smooths them. kenlm: one <s> and one </s> a " +
    "sentence, <s> never predicted, unigrams mixed with 1/|V|. nltk: order - 1 marks on both sides, all of them words. " +
    "Method none is count over total in both. The whole body is at most 1 MiB, of either unit.",
  page: "/ngram",
  request,
  response,
  example: {
    corpus: [
      "package left warehouse",
      "package left warehouse",
      "parcel left hub",
      "parcel left warehouse",
      "order left hub",
      "order left carrier",
    ],
    order: 2,
    smoothing: { method: "none" },
    context: ["left"],
    words: ["warehouse", "depot"],
  },
  cost({ corpus, text, test, unit, order }) {
    const pointer = corpus === undefined ? "/text" : "/corpus";
    const characters = lengthOf(corpus ?? [text ?? ""]) + lengthOf(test ?? []);
    const each = (unit === "bpe" ? 0.0011 : 0.0003) + order * (unit === "bpe" ? 0.00004 : 0.0001);
    return { milliseconds: 2 + characters * each, pointer, advice: "the corpus" };
  },
  calculate({ corpus: given, text, context, words, test, order, smoothing, convention, unit, merges }) {
    const corpus = readCorpus(given ?? sentencesOf(text ?? ""), { convention, unit, merges });
    const tokenIds = corpus.vocabulary.size;
    const model = createNgramModel(corpus.stream, { order, convention, smoothing, tokenIds });
    const before = corpus.context(context).map(model.readWord);
    const { total, entries } = ngramRow(corpus, model, before);
    const tested = test && testSentences(corpus, model, test);
    return {
      sentences: corpus.stream.sentences,
      tokens: corpus.stream.tokens,
      vocabulary_size: model.vocabularySize,
      contexts: seenContexts(model),
      row: entries.map((entry) => ({ ...entry })),
      total,
      probabilities: Object.fromEntries(
        words.map((word) => [word, wordProbability(corpus, model, before, word)]),
      ),
      backoff: writeSteps(corpus, model.backoff(before)).map((step) => ({
        ...step,
        context: [...step.context],
      })),
      test: tested
        ? {
          tokens: tested.tokens,
          cross_entropy_nats: tested.crossEntropyNats,
          perplexity: tested.perplexity,
        }
        : null,
      notes: model.notes(before),
    };
  },
});
