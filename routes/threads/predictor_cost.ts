import { type EmbeddedName, isEmbedded } from "@/lib/experiment/fields/predictor_query.ts";
import { likelyTokens, readingCost } from "@/lib/server/models/reading_cost.ts";
import { computesElsewhere } from "@/lib/server/models/shipped_models.ts";
import type { Cost } from "@/lib/server/threads/cost.ts";

/** The longest text whose tokens are shown: about as long as one whose length alone says that it is long. */
const LONGEST_SHOWN = 3840;

/** Tokens of a pass at most. */
const PASS = 128;

/** What `/` takes: each token is a chip of the page, and the last ones go through the model. */
export function predictorCost(params: URLSearchParams): Cost {
  const text = params.get("text") ?? "";
  const name = modelOf(params);
  const isCheap = name === "counts" || computesElsewhere(name) || text.length > LONGEST_SHOWN;
  const pass = isCheap ? 0 : readingCost(name, Math.min(likelyTokens(text), PASS));
  const shown = text.length > LONGEST_SHOWN ? 0 : text.length * 0.02;
  return { milliseconds: 10 + shown + pass, advice: "the text" };
}

/** The model that a query asks for, where a server has it. */
export function modelOf(params: URLSearchParams): EmbeddedName {
  const name = params.get("model") ?? "";
  return isEmbedded(name) ? name : "parcel-gpt";
}
