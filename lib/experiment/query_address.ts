import { MAX_ADDRESS_LENGTH } from "@/lib/experiment/address.ts";
import { type FieldTable, formatFields } from "@/lib/experiment/codec.ts";

/**
 * The address of a page in a state, or null where it would be longer than an address is ever made. Commas and colons
 * stay readable.
 *
 * @param base The page's path.
 */
export function queryAddress<Q extends object>(base: string, fields: FieldTable<Q>, query: Q): string | null {
  const params = formatFields(fields, query).toString()
    .replace(/%(2C|3A|2F|40|3B)/g, (escape) => decodeURIComponent(escape));
  const address = params === "" ? base : `${base}?${params}`;
  return address.length <= MAX_ADDRESS_LENGTH ? address : null;
}
