import { experimentAddress } from "@/lib/experiment/address.ts";
import { DEFAULT_QUERY } from "@/lib/experiment/fields/predictor_fields.ts";
import type { EmbeddedName } from "@/lib/experiment/fields/predictor_query.ts";

/** The predictor's page with a text and one of the site's own models. */
export function predictorHref(text: string, model: EmbeddedName): string {
  return experimentAddress("/", { ...DEFAULT_QUERY, text, model }).address;
}
