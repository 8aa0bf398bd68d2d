import { experimentAddress } from "@/lib/experiment/address.ts";
import { parsePredictorQuery } from "@/lib/experiment/fields/predictor_fields.ts";
import type { AddressState } from "@/lib/labs/predictor/ports.ts";

/** The browser's entry for an experiment of any length: its address, and what is kept beside it. */
export function predictorEntryOf(params: URLSearchParams): { address: string; state: AddressState } {
  const { query } = parsePredictorQuery(params);
  const { address, leftOut } = experimentAddress("/", query);
  const fields = Object.fromEntries(leftOut.map((name) => [name, query[name]]));
  return { address, state: { depth: 0, fields } };
}
