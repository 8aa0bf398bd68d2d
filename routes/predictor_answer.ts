/**
 * The server's answer to an address of the predictor.
 *
 * @module
 */
import type { Notice } from "@/lib/experiment/codec.ts";
import { PREDICTOR_FIELDS } from "@/lib/experiment/fields/predictor_fields.ts";
import type { EmbeddedName, PredictorQuery } from "@/lib/experiment/fields/predictor_query.ts";
import { openFields } from "@/lib/labs/experiment/open_fields.ts";
import { embeddedName } from "@/lib/labs/predictor/model_choice.ts";
import type { PredictorPorts } from "@/lib/labs/predictor/ports.ts";
import { createPredictorLab, type PredictorStart } from "@/lib/labs/predictor/predictor_lab.ts";
import { leastTokens } from "@/lib/lm/least_tokens.ts";
import { catalogDescriptions } from "@/lib/models/hub/catalog.ts";
import { serverCounts } from "@/lib/server/count_corpus.ts";
import { SERVER_TOKENS, serverModel } from "@/lib/server/models/shipped_models.ts";

/** A text is split, and each of its tokens shown, up to this multiple of the tokens that are read. */
const SHOWN = 2;

/**
 * Computes the answer with the lab itself, so that the tab's first answer is the same.
 *
 * @param isForTab Whether it takes more than the server computes.
 * @returns Without an answer where the tab has to compute it: also for a text whose length alone says that it is long.
 */
export async function predictorAnswer(params: URLSearchParams, isForTab = false): Promise<PredictorStart> {
  const { query, drafts = {}, notices } = openFields<PredictorQuery>(PREDICTOR_FIELDS, params);
  const name = embeddedName(query);
  if (isForTab || isLong(query.text, name)) return { query, drafts, notices, snapshot: null };
  const shortened = await withinServerLimit(query, name);
  const lab = createPredictorLab({ query: shortened, notices, snapshot: null }, SERVER_PORTS);
  await lab.open(null, true);
  const { query: answered, notices: all } = lab.state;
  const snapshot = lab.snapshot();
  if (shortened === query || name === "counts") {
    return { query: answered.value, drafts, notices: all.value, snapshot };
  }
  const contextLimit = Math.min(query.context_limit ?? Infinity, serverModel(name).contextLength);
  return {
    query,
    drafts,
    notices: [...all.value, shortenedTo(SERVER_TOKENS[name])],
    snapshot: { ...snapshot, contextLimit, isWhole: false },
  };
}

function isLong(text: string, name: EmbeddedName): boolean {
  const { vocabulary } = name === "counts" ? serverCounts() : serverModel(name);
  return leastTokens(text, vocabulary) > SHOWN * (SERVER_TOKENS[name === "counts" ? "parcel-gpt" : name]);
}

function shortenedTo(tokens: number): Notice {
  return {
    name: "text",
    value: "",
    reason:
      `The text has more than ${tokens} tokens: the page as sent answers for the last ${tokens}, your tab for all of them.`,
  };
}

/** The query with its text's end only, where a network would have to read more than a page is worth. */
async function withinServerLimit(query: PredictorQuery, name: EmbeddedName): Promise<PredictorQuery> {
  if (name === "counts") return query;
  const limit = SERVER_TOKENS[name];
  const tokens = (await serverModel(name).encode(query.text)).length + 1 + query.path.length;
  if (tokens <= limit) return query;
  const context_limit = Math.min(query.context_limit ?? limit, limit);
  return { ...query, path: query.path.slice(0, limit), context_limit, context_policy: "truncate_start" };
}

const nowhere = () => {};
const refuse = () => Promise.reject(new Error("A server loads no models"));

/** The server has the site's own models, and neither a history nor a store. */
const SERVER_PORTS: PredictorPorts = {
  provider: {
    catalog: catalogDescriptions(),
    describe: refuse,
    load: refuse,
    storage: refuse,
    clearStorage: refuse,
  },
  embedded: (name) => Promise.resolve(name === "counts" ? serverCounts() : serverModel(name)),
  base: "/",
  history: { replace: nowhere, push: nowhere, back: nowhere },
  reload: nowhere,
  storage: { get: () => null, set: nowhere, remove: nowhere },
  clock: { now: () => performance.now(), wait: () => Promise.resolve() },
  random: () => 0,
  phaseTime: 0,
};
