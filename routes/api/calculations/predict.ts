import { z } from "zod";
import { PREDICTOR_FIELDS } from "@/lib/experiment/fields/predictor_fields.ts";
import { numberSchema } from "@/routes/api/calculations/schema_of.ts";
import { EMBEDDED_MODELS, type EmbeddedName } from "@/lib/experiment/fields/predictor_query.ts";
import { joinTokens } from "@/lib/lm/decode_bytes.ts";
import { distribution, rawDistribution } from "@/lib/lm/sampler/distribution.ts";
import type { LanguageModel, TokenId } from "@/lib/lm/language_model.ts";
import { STAGE_NAMES } from "@/lib/lm/sampler/stages.ts";
import { leastTokens } from "@/lib/lm/least_tokens.ts";
import { likelyTokens, readingCost } from "@/lib/server/models/reading_cost.ts";
import { SERVER_TOKENS } from "@/lib/server/models/shipped_models.ts";
import { endpoint } from "@/routes/api/endpoint.ts";
import { askedModel, inTurn } from "@/routes/api/models/asked_model.ts";
import { finiteOrNull, probability, stageOrder, stageSettings } from "@/routes/api/calculations/fields.ts";
import { RequestProblem } from "@/routes/api/request_problem.ts";

/** A text of more characters is refused before it is split into tokens. */
const MAX_CHARACTERS = 8000;

const MAX_TOKENS = SERVER_TOKENS["parcel-gpt"];

const request = z.strictObject({
  text: z.string().max(MAX_CHARACTERS)
    .describe(`At most ${MAX_TOKENS} tokens, ${SERVER_TOKENS["parcel-bert"]} for parcel-bert`),
  model: z.enum(EMBEDDED_MODELS).default("parcel-gpt"),
  top: numberSchema(PREDICTOR_FIELDS.top).default(20).describe("How many of the likeliest tokens are listed"),
  ...stageSettings,
  stages: stageOrder.default([...STAGE_NAMES]),
});

const token = z.object({ id: z.int().min(0), text: z.string() });

const response = z.object({
  tokens: z.array(token).describe("The text's tokens, without the begin token"),
  begin: token.nullable().describe("The token that the model puts in front of every text"),
  distribution: z.array(token.extend({
    logit: finiteOrNull,
    probability,
    log_probability: finiteOrNull,
    shaped_probability: probability.describe("After the sampler's stages"),
  })).describe("The likeliest next tokens, likeliest first; probabilities are over the whole vocabulary"),
  other: z.object({ count: z.int().min(0), probability }).describe("All tokens that are not listed, as one"),
  entropy_nats: z.number().min(0),
  prompt_log_probabilities: z.array(finiteOrNull)
    .describe("Each token's log-probability in nats, given those before it; null where it has no context"),
  model: z.object({ id: z.string(), revision: z.string() }),
});

type Input = z.output<typeof request>;

/** `POST /api/v1/predict`. */
export const predictEndpoint = endpoint({
  name: "predict",
  summary: "The next token's distribution",
  description:
    `Reads a text of at most ${MAX_TOKENS} tokens with one of the site's own models and answers with ` +
    "the distribution of the next token and the log-probability of each token of the text. A busy server answers 503.",
  page: "/",
  request,
  response,
  example: { text: "The package left the", top: 5 },
  isPure: false,
  cost({ text, model }) {
    const milliseconds = readingCost(model, Math.min(likelyTokens(text), mostTokens(model)));
    return { milliseconds, pointer: "/text", advice: "the text" };
  },
  async calculate(input, clientOf) {
    const model = askedModel(input.model);
    const most = mostTokens(input.model);
    const least = leastTokens(input.text, model.vocabulary);
    if (least > most) throw tooLong(`at least ${least}`, most);
    const ids = await model.encode(input.text);
    if (ids.length > most) throw tooLong(`${ids.length}`, most);
    return await inTurn(clientOf, () => predict(model, ids, input));
  },
});

function mostTokens(name: EmbeddedName): number {
  return name === "counts" ? MAX_TOKENS : SERVER_TOKENS[name];
}

/** One pass gives the text's log-probabilities, and one position more the next token's distribution. */
async function predict(model: LanguageModel, ids: readonly TokenId[], input: Input) {
  const begin = model.beginToken === null ? [] : [model.beginToken];
  const context = [...begin, ...ids];
  const scored = await model.score(context, { from: 1 });
  // The same context again: a model with a cache computes its last position.
  const [row] = await model.logits(context);
  const raw = rawDistribution(row!);
  const known = ids.map((_, i) => scored[begin.length + i - 1]?.logProbability ?? null);
  const answer = distribution(raw, { sampler: input, context, top: input.top });
  const named = (id: TokenId) => ({ id, text: joinTokens(model.vocabulary, [id]) });
  return {
    tokens: ids.map(named),
    begin: model.beginToken === null ? null : named(model.beginToken),
    distribution: answer.rows.map(({ id, logit, logProbability, shapedProbability }) => ({
      ...named(id),
      logit,
      probability: answer.raw.probabilities[id]!,
      log_probability: logProbability,
      shaped_probability: shapedProbability,
    })),
    other: { count: answer.other.count, probability: answer.other.probability },
    entropy_nats: answer.entropyNats,
    prompt_log_probabilities: known,
    model: { id: model.id.name, revision: model.id.revision },
  };
}

function tooLong(tokens: string, most: number): RequestProblem {
  const detail = `The text has ${tokens} tokens, and at most ${most} are read: send its end.`;
  return new RequestProblem(422, "The text is too long", detail, [{ pointer: "/text", detail }]);
}
