import { DEFAULT_QUERY } from "@/lib/experiment/fields/predictor_fields.ts";
import { DEFAULT_MODEL, type PredictorQuery } from "@/lib/experiment/fields/predictor_query.ts";
import { layerGuesses } from "@/lib/labs/predictor/views/layer_guesses.ts";
import { once } from "@/lib/models/once.ts";
import { serverModel } from "@/lib/server/models/shipped_models.ts";

/** As many of a layer's guesses as its strip shows. */
const SHOWN = 2;

const guessesAtFirst = once(async () => {
  const model = serverModel("parcel-gpt");
  const context = [model.beginToken!, ...await model.encode(DEFAULT_QUERY.text)];
  const { guesses } = await model.inside(context, SHOWN);
  return layerGuesses(guesses, model.vocabulary);
});

/**
 * The guess after each layer for the text that the page opens with, computed once; nothing for any other text: looking
 * into the model runs it once more, and that is the tab's to do.
 */
export async function firstInsides(
  { text, model, path, heads_off, context_limit }: PredictorQuery,
): Promise<Awaited<ReturnType<typeof guessesAtFirst>>> {
  const isFirst = text === DEFAULT_QUERY.text && model === DEFAULT_MODEL && path.length === 0 &&
    heads_off.length === 0 && context_limit === null;
  return isFirst ? await guessesAtFirst() : [];
}
