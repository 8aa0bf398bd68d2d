import { besideOf, type CompareQuery } from "@/lib/experiment/fields/compare_fields.ts";
import { type EmbeddedName, isEmbedded } from "@/lib/experiment/fields/predictor_query.ts";
import { compareSides, type Comparison } from "@/lib/labs/compare/compare.ts";
import type { LanguageModel } from "@/lib/lm/language_model.ts";
import { serverCounts } from "@/lib/server/count_corpus.ts";
import { SERVER_TOKENS, serverModel } from "@/lib/server/models/shipped_models.ts";

/** What a page spends: the tab goes on further. */
const LIMITS = { steps: 8, positions: 64 };

/** A text of more characters is left to the tab. */
const MAX_CHARACTERS = 400;

/** Compares a query's two sides; null where the tab has to: a hub model, or a long text. */
export async function compareOnServer(query: CompareQuery): Promise<Comparison | null> {
  const beside = besideOf(query);
  if (!isEmbedded(query.model) || !isEmbedded(beside.model)) return null;
  const [first, second] = [
    { model: modelOf(query.model), text: query.text },
    { model: modelOf(beside.model), text: beside.text },
  ];
  if (Math.max(query.text.length, beside.text.length) > MAX_CHARACTERS) return null;
  for (const [name, side] of [[query.model, first], [beside.model, second]] as const) {
    const most = name === "counts" ? SERVER_TOKENS["parcel-gpt"] : Math.min(SERVER_TOKENS[name], 96);
    if ((await side.model.encode(side.text)).length > most) return null;
  }
  try {
    return await compareSides(first, second, LIMITS);
  } catch (error) {
    // The tab says what does not fit.
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function modelOf(name: EmbeddedName): LanguageModel {
  return name === "counts" ? serverCounts() : serverModel(name);
}
