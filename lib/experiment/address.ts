/**
 * Addresses of the predictor's experiments, of bounded length.
 *
 * @module
 */
import { type AddressForm, type BoundedAddress, boundedAddress } from "@/lib/experiment/bounded_address.ts";
import { formatPredictorQuery, PREDICTOR_FIELDS } from "@/lib/experiment/fields/predictor_fields.ts";
import type { PredictorQuery } from "@/lib/experiment/fields/predictor_query.ts";

/** How an experiment is written. A path means nothing without its text, so it is left out before it. */
export const PREDICTOR_FORM: Omit<AddressForm<PredictorQuery>, "base"> = {
  fields: PREDICTOR_FIELDS,
  format: formatPredictorQuery,
  unbounded: ["branches", "path", "text", "blocked", "stop"],
};

/**
 * Writes the address of an experiment.
 *
 * @param base What stands before the query: a path, or an origin and a path.
 */
export function experimentAddress(base: string, query: PredictorQuery): BoundedAddress<PredictorQuery> {
  return boundedAddress({ ...PREDICTOR_FORM, base }, query);
}
