import { type FieldTable, formatFields } from "@/lib/experiment/codec.ts";
import { fitsAddress, joinAddress } from "@/lib/experiment/query_text.ts";

/**
 * The address of a page in a state, or null where it would be longer than an address is ever made.
 *
 * @param base The page's path.
 */
export function queryAddress<Q extends object>(
  base: string,
  fields: FieldTable<Q>,
  query: NoInfer<Q>,
): string | null {
  const params = formatFields(fields, query);
  // Encoding makes nothing shorter: a text of 100 kB need not be encoded to be too long.
  if ([...params.values()].some((value) => !fitsAddress(value))) return null;
  const address = joinAddress(base, params);
  return fitsAddress(address) ? address : null;
}
