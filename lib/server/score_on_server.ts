import { isEmbedded } from "@/lib/experiment/fields/predictor_query.ts";
import { conventionOf, type ScoreQuery } from "@/lib/experiment/fields/score_fields.ts";
import { leastTokens } from "@/lib/lm/least_tokens.ts";
import type { LanguageModel } from "@/lib/lm/language_model.ts";
import { compareConventions, type ConventionResult } from "@/lib/lm/loss/text/compare_conventions.ts";
import { ConventionError, type ConventionField } from "@/lib/lm/loss/text/convention_error.ts";
import { type ScoredDocument, scoreIds } from "@/lib/lm/loss/text/score_document.ts";
import { serverCounts } from "@/lib/server/count_corpus.ts";
import { SERVER_TOKENS, serverModel } from "@/lib/server/models/shipped_models.ts";

/** The most tokens of a text that a page scores: the tab takes more. */
const PAGE_TOKENS = 512;

/** Alternatives at each position. */
const TOP = 5;

/** A text of at most this number of tokens is scored under the other conventions too. */
const MAX_COMPARED = 64;

/** A text under its model, as a page is sent with it. */
interface PageScore {
  readonly document: ScoredDocument;
  readonly compared: readonly ConventionResult[];
}

/** Why a text has no score: the choice of the convention that does not fit. */
interface PageRefusal {
  readonly field: ConventionField;
  readonly message: string;
}

/** Scores a query's text; null where the tab has to: a hub model, or a long text. */
export async function scoreOnServer(query: ScoreQuery): Promise<PageScore | PageRefusal | null> {
  const { model: name, text } = query;
  if (!isEmbedded(name)) return null;
  const model: LanguageModel = name === "counts" ? serverCounts() : serverModel(name);
  const most = name === "parcel-bert" ? SERVER_TOKENS[name] : PAGE_TOKENS;
  if (leastTokens(text, model.vocabulary) > most) return null;
  const ids = await model.encode(text);
  if (ids.length > most) return null;
  try {
    const document = await scoreIds(model, text, ids, { convention: conventionOf(query), top: TOP });
    const isCompared = ids.length > 0 && ids.length <= MAX_COMPARED && name !== "parcel-bert";
    return { document, compared: isCompared ? await compareConventions(model, document) : [] };
  } catch (error) {
    if (error instanceof ConventionError) return { field: error.field, message: error.message };
    // The tab says at its place what does not fit.
    if (error instanceof RangeError) return null;
    throw error;
  }
}
