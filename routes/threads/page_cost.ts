/**
 * What a page takes, as far as its query tells before it is read: rough, and a little more than it is.
 *
 * @module
 */
import { type EmbeddedName, isEmbedded } from "@/lib/experiment/fields/predictor_query.ts";
import { pagePath } from "@/lib/server/embed.ts";
import {
  likelyTokens,
  ownReadingCost,
  readingCost,
  tokensOfPasses,
} from "@/lib/server/models/reading_cost.ts";
import { parseNumber } from "@/lib/experiment/fields/parse_number.ts";
import { mostScored } from "@/routes/api/models/asked_model.ts";
import { computesElsewhere } from "@/lib/server/models/shipped_models.ts";
import type { Cost } from "@/lib/server/threads/cost.ts";

/** A page without a query is made once in five minutes, some of them in a tenth of a second. */
const BARE = 30;

/** What a page takes for itself where the models' own threads do the work. */
const ASKING = 10;

/** Pages that ask a model for many tokens: a thread of the site would have to load it first, within its deadline. */
function asksModels(page: string): boolean {
  return /^\/(?:limits|teach|learn\/mistakes|ladder)(?:\/|$)/.test(page) && page !== "/limits/training-text";
}

/** For each character of a query, in milliseconds. */
const EACH_CHARACTER = 0.01;

const COSTS: Readonly<Record<string, (params: URLSearchParams) => Cost>> = {
  "/": predictorCost,
  "/ngram": ngramCost,
  "/score": scoreCost,
  "/compare": scoreCost,
  "/ladder": ladderCost,
  "/objectives": ladderCost,
  "/train": trainCost,
  "/limits/training-text": () => ({ milliseconds: 200 }),
};

/** Pages whose tab computes the answer where the server does not. */
const FOR_TAB = ["/", "/ngram", "/score", "/compare", "/ladder", "/objectives", "/train"];

/** An estimate for a page with a query. */
export function pageCost(path: string, search: string): Cost {
  const page = pagePath(path);
  const isBare = search === "" || search === "?";
  if (isBare) return { milliseconds: asksModels(page) ? ASKING : BARE };
  const own = Object.hasOwn(COSTS, page) ? COSTS[page]!(new URLSearchParams(search)) : { milliseconds: 5 };
  return { advice: "the query", ...own, milliseconds: own.milliseconds + search.length * EACH_CHARACTER };
}

/** Whether a page may be sent without an answer, since its tab computes it. */
export function mayBeForTab(path: string): boolean {
  return FOR_TAB.includes(pagePath(path));
}

/** The longest text whose tokens are shown: about as long as one whose length alone says that it is long. */
const LONGEST_SHOWN = 3840;

/** Tokens of a pass at most. */
const PASS = 128;

/** Each token is a chip of the page, and the last ones go through the model. */
function predictorCost(params: URLSearchParams): Cost {
  const text = params.get("text") ?? "";
  const name = modelOf(params);
  const isCheap = name === "counts" || computesElsewhere(name) || text.length > LONGEST_SHOWN;
  const pass = isCheap ? 0 : readingCost(name, Math.min(likelyTokens(text), PASS));
  const shown = text.length > LONGEST_SHOWN ? 0 : text.length * 0.02;
  return { milliseconds: 10 + shown + pass, advice: "the text" };
}

function modelOf(params: URLSearchParams): EmbeddedName {
  const name = params.get("model") ?? "";
  return isEmbedded(name) ? name : "parcel-gpt";
}

/** All tokens go through the model, a short text's under several conventions; a thread computes it itself. */
function scoreCost(params: URLSearchParams): Cost {
  const text = params.get("text") ?? "";
  const name = modelOf(params);
  const tokens = Math.min(likelyTokens(text), mostScored(name));
  const asked = {
    convention: "hf",
    window: wholeOf(params, "window"),
    stride: wholeOf(params, "stride"),
  } as const;
  const passes = ownReadingCost(name, tokensOfPasses(tokens, asked)) * (tokens <= 64 ? 4 : 1);
  return { milliseconds: 30 + Math.min(text.length, 6000) * 0.1 + passes, advice: "the text" };
}

/** A positive number of the query; null where there is none. */
function wholeOf(params: URLSearchParams, name: string): number | null {
  const value = parseNumber(params.get(name) ?? "");
  return value !== null && value > 0 ? value : null;
}

/** Three networks' passes; the corpus is counted with the first. */
function ladderCost(): Cost {
  return { milliseconds: 300, advice: "the text" };
}

/** Characters of the corpora that come with the site, those that are large. */
const EVERYDAY = 120_000;

function ngramCost(params: URLSearchParams): Cost {
  const text = params.get("text") ?? "";
  const length = text === "" && params.get("corpus") === "everyday" ? EVERYDAY : text.length + 2000;
  const isBpe = params.get("unit") === "bpe";
  return { milliseconds: 10 + length * (isBpe ? 0.005 : 0.002), advice: "the corpus" };
}

function trainCost(params: URLSearchParams): Cost {
  const { length } = params.get("corpus") ?? "";
  return { milliseconds: 30 + length * (params.get("tokens") === "bpe" ? 0.02 : 0.01), advice: "the corpus" };
}
