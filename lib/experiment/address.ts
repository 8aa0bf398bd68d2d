/**
 * Addresses of bounded length: what does not fit is named, so that it can be kept elsewhere.
 *
 * @module
 */
import { formatPredictorQuery } from "@/lib/experiment/fields/predictor_fields.ts";
import { DEFAULT_QUERY, type PredictorQuery } from "@/lib/experiment/fields/predictor_query.ts";
import { fitsAddress, joinAddress } from "@/lib/experiment/query_text.ts";

/** What can grow without bound; left out in this order, as a path means nothing without its text. */
const UNBOUNDED = ["branches", "path", "text", "blocked", "stop"] as const;

/** A field that an address may have to leave out. */
export type LeftOutName = typeof UNBOUNDED[number];

/** An address, and what it had to leave out. */
export interface ExperimentAddress {
  readonly address: string;
  /** Empty where the address holds the whole experiment. */
  readonly leftOut: readonly LeftOutName[];
}

/**
 * Writes the address of an experiment.
 *
 * @param base What stands before the query: a path, or an origin and a path.
 */
export function experimentAddress(base: string, query: PredictorQuery): ExperimentAddress {
  let kept = query;
  const leftOut: LeftOutName[] = [];
  let address = join(base, kept);
  for (const name of UNBOUNDED) {
    if (fitsAddress(address)) break;
    kept = { ...kept, [name]: DEFAULT_QUERY[name] };
    const shorter = join(base, kept);
    if (shorter.length < address.length) leftOut.push(name);
    address = shorter;
  }
  return { address, leftOut };
}

function join(base: string, query: PredictorQuery): string {
  return joinAddress(base, formatPredictorQuery(query));
}
