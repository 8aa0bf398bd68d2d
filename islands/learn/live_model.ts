/**
 * The site's own models in the tab, for the course: fetched when an instrument is first used.
 *
 * @module
 */
import type { ModelSources } from "@/lib/labs/score/protocol.ts";
import type { MaskedModel } from "@/lib/embedded/embedded_model.ts";
import type { LanguageModel } from "@/lib/lm/language_model.ts";

type Embedded = ReturnType<typeof import("../models/embedded_models.ts").embeddedModels>;

let embedded: Embedded | null = null;

/** parcel-gpt. */
export async function liveModel(sources: ModelSources): Promise<LanguageModel> {
  return await (await modelsOf(sources))("parcel-gpt");
}

/** parcel-bert, which reads both sides. */
export async function liveMasked(sources: ModelSources): Promise<MaskedModel> {
  return await (await modelsOf(sources))("parcel-bert") as MaskedModel;
}

async function modelsOf(sources: ModelSources): Promise<Embedded> {
  return embedded ??= (await import("../models/embedded_models.ts")).embeddedModels(sources);
}
