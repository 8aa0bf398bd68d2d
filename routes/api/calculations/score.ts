import { z } from "zod";
import { EMBEDDED_MODELS } from "@/lib/experiment/fields/predictor_query.ts";
import { joinTokens } from "@/lib/lm/decode_bytes.ts";
import type { LanguageModel, TokenId } from "@/lib/lm/language_model.ts";
import { type ConventionRequest, CONVENTIONS } from "@/lib/lm/loss/text/convention.ts";
import { type DocumentToken, type ScoredDocument, scoreIds } from "@/lib/lm/loss/text/score_document.ts";
import { perDocument } from "@/lib/lm/loss/text/per_document.ts";
import { textTotals } from "@/lib/lm/loss/text/totals.ts";
import { leastTokens } from "@/lib/lm/least_tokens.ts";
import { likelyTokens, passesCost, readingCost, tokensOfPasses } from "@/lib/server/models/reading_cost.ts";
import { computesElsewhere } from "@/lib/server/models/shipped_models.ts";
import type { Cost } from "@/lib/server/threads/cost.ts";
import { finiteOrNull, probability } from "@/routes/api/calculations/fields.ts";
import { endpoint } from "@/routes/api/endpoint.ts";
import { askedModel, inTurn, MAX_SCORED, mostScored } from "@/routes/api/models/asked_model.ts";
import { RequestProblem } from "@/routes/api/request_problem.ts";

/** A text of more characters is refused before it is split into tokens. */
const MAX_CHARACTERS = 16_000;

const tokenId = z.int().min(0).max(0x7fffffff);

const request = z.strictObject({
  text: z.string().max(MAX_CHARACTERS).optional().describe(`At most ${MAX_SCORED} tokens`),
  tokens: z.array(tokenId).max(MAX_SCORED).optional()
    .describe(
      "Token ids of the model, in place of the text; a begin token is not added to them unless `bos` names it",
    ),
  model: z.enum(EMBEDDED_MODELS).default("parcel-gpt"),
  convention: z.enum(CONVENTIONS).default("hf").describe(
    "hf: strided windows, each token scored once. llama_cpp: whole chunks of `window` tokens, the second half scored. " +
      "lm_eval: rolling log-likelihood, every token scored",
  ),
  window: z.int().min(2).max(MAX_SCORED).nullable().default(null)
    .describe("Tokens of a pass; null for the smaller of the model's context and 512"),
  stride: z.int().min(1).max(MAX_SCORED).nullable().default(null)
    .describe("Tokens that a window of hf moves by; null for half of the window"),
  bos: z.union([tokenId, z.literal("none")]).nullable().default(null)
    .describe('The token in front; "none" for none, null for what the model puts in front of a text'),
  top: z.int().min(0).max(20).default(0).describe(
    "How many of the likeliest tokens are listed at each position",
  ),
}).meta({ oneOf: [{ required: ["text"] }, { required: ["tokens"] }] });

const bytes = z.array(z.int().min(0).max(255));
const named = z.object({ id: z.int().min(0), text: z.string(), bytes });

const response = z.object({
  tokens: z.array(named.extend({
    log_probability: finiteOrNull.describe("In nats; null where the convention does not score the token"),
    rank: z.int().min(1).nullable(),
    entropy_nats: finiteOrNull,
    top: z.array(named.extend({ log_probability: finiteOrNull, probability })).nullable()
      .describe("The likeliest tokens at its place, likeliest first; null where the token is not scored"),
  })),
  tokens_scored: z.int().min(0),
  mean_nll_nats: finiteOrNull,
  total_bits: finiteOrNull,
  perplexity: finiteOrNull,
  documents: z.int().min(0).describe("Documents with a scored token; empty lines separate them"),
  perplexity_per_document: finiteOrNull.describe("Mean of the documents' perplexities"),
  bits_per_byte: finiteOrNull.describe("Over all bytes of the text"),
  bits_per_word: finiteOrNull.describe("Words as white space separates them"),
  bits_per_character: finiteOrNull,
  convention: z.enum(CONVENTIONS),
  window: z.int(),
  stride: z.int(),
  bos: z.int().nullable(),
  passes: z.int().min(0).describe("Forward passes that it took"),
  stage: z.literal("raw").describe("The model's own distribution: no stage of a sampler has run"),
  model: z.object({ id: z.string(), revision: z.string() }),
});

type Input = z.output<typeof request>;

/** `POST /api/v1/score`. */
export const scoreEndpoint = endpoint({
  name: "score",
  summary: "A text under a model, token by token",
  description:
    `Teacher forcing: the log-probability, rank and entropy of each token of a text of at most ${MAX_SCORED} tokens ` +
    "(parcel-bert: 32), given those before it, and what they come to. A longer text is scored in the tab, at /score. " +
    "A busy server answers 503.",
  page: "/score",
  request,
  response,
  example: { text: "The package left the warehouse.", top: 2 },
  isPure: false,
  cost: scoreCost,
  async calculate(input, clientOf) {
    const model = askedModel(input.model);
    const most = mostScored(input.model);
    const least = leastTokens(input.text ?? "", model.vocabulary);
    if (least > most) throw tooLong(`at least ${least}`, most, "/text");
    const { text, ids } = await readInput(model, input);
    if (ids.length > most) {
      throw tooLong(`${ids.length}`, most, input.text === undefined ? "/tokens" : "/text");
    }
    const { window, stride, bos, convention, top } = input;
    const asked: ConventionRequest = { convention, window, stride, bos: beginOf(input, bos) };
    return await inTurn(
      clientOf,
      async () => answerOf(model, await scoreIds(model, text, ids, { convention: asked, top })),
    );
  },
});

/** Milliseconds to write down one of the likeliest tokens at a position. */
const EACH_LISTED = 0.009;

/** One pass over a text is cheap; windows that move by one token are as many passes as tokens. */
function scoreCost({ text = "", tokens, model, top, ...asked }: Input): Cost {
  const count = Math.min(tokens?.length ?? likelyTokens(text), mostScored(model));
  const all = tokensOfPasses(count, asked);
  const reading = readingCost(model, computesElsewhere(model) ? count : all);
  const [pointer, advice] = all > 2 * count
    ? ["/window", "the window or the text"]
    : tokens === undefined
    ? ["/text", "the text"]
    : ["/tokens", "the list"];
  const milliseconds = reading + count * top * EACH_LISTED;
  return { milliseconds, elsewhere: passesCost(model, all), pointer, advice };
}

/** Ids are taken as they are: whoever sends them decides about the begin token too. */
function beginOf({ tokens, convention }: Input, bos: ConventionRequest["bos"]): ConventionRequest["bos"] {
  return bos === null && tokens !== undefined && convention !== "lm_eval" ? "none" : bos;
}

async function readInput(
  model: LanguageModel,
  { text, tokens }: Input,
): Promise<{ readonly text: string; readonly ids: readonly TokenId[] }> {
  if ((text === undefined) === (tokens === undefined)) {
    const detail = "Give exactly one of text and tokens.";
    throw new RequestProblem(422, "The request does not fit the schema", detail, [{ pointer: "", detail }]);
  }
  if (text !== undefined) return { text, ids: await model.encode(text) };
  const unknown = tokens!.findIndex((id) => id >= model.vocabulary.size);
  if (unknown >= 0) {
    const detail = `Token ${tokens![unknown]} is not in the vocabulary of ${model.vocabulary.size}.`;
    throw new RequestProblem(422, "Unknown token", detail, [{ pointer: `/tokens/${unknown}`, detail }]);
  }
  return { text: joinTokens(model.vocabulary, tokens!), ids: tokens! };
}

function answerOf(model: LanguageModel, scored: ScoredDocument): z.input<typeof response> {
  const totals = textTotals(scored.text, scored.tokens);
  const { documents, perplexity } = perDocument(scored.text, scored.tokens);
  const { convention, window, stride, bos } = scored.settings;
  return {
    tokens: scored.tokens.map((token) => tokenOf(model, token)),
    tokens_scored: totals.tokensScored,
    mean_nll_nats: totals.meanNllNats,
    total_bits: totals.totalBits,
    perplexity: totals.perplexity,
    documents,
    perplexity_per_document: perplexity,
    bits_per_byte: totals.bitsPerByte,
    bits_per_word: totals.bitsPerWord,
    bits_per_character: totals.bitsPerCharacter,
    convention,
    window,
    stride,
    bos,
    passes: scored.passes,
    stage: "raw",
    model: { id: model.id.name, revision: model.id.revision },
  };
}

function tokenOf(model: LanguageModel, { id, score }: DocumentToken) {
  const named = (id: TokenId) => ({
    id,
    text: joinTokens(model.vocabulary, [id]),
    bytes: [...model.vocabulary.bytes(id)],
  });
  return {
    ...named(id),
    log_probability: score?.logProbability ?? null,
    rank: score?.rank ?? null,
    entropy_nats: score?.entropyNats ?? null,
    top: score?.top.map(({ id, logProbability }) => ({
      ...named(id),
      log_probability: logProbability,
      probability: Math.min(1, Math.exp(logProbability)),
    })) ?? null,
  };
}

function tooLong(tokens: string, most: number, pointer: string): RequestProblem {
  const detail =
    `The text has ${tokens} tokens, and the server scores at most ${most}: the page /score does it in the tab.`;
  return new RequestProblem(422, "The text is too long", detail, [{ pointer, detail }]);
}
