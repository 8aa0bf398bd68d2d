import { type FieldTable, formatFields } from "@/lib/experiment/codec.ts";
import { fittingAddress } from "@/lib/experiment/query_text.ts";

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
  return fittingAddress(base, formatFields(fields, query));
}
