import type { EmbeddedModel, MaskedModel } from "@/lib/embedded/embedded_model.ts";
import type { LanguageModel } from "@/lib/lm/language_model.ts";

/** The models that the site ships, by id. */
export interface ShippedModels {
  readonly "parcel-gpt": EmbeddedModel;
  readonly "parcel-gru": LanguageModel;
  readonly "parcel-bert": MaskedModel;
}

/** The id of a model that the site ships. */
export type ShippedName = keyof ShippedModels;

/** The contents of a model's files. */
export interface ModelFiles {
  readonly weights: Uint8Array;
  /** Text of `tokenizer.json`. */
  readonly tokenizer: string;
}
