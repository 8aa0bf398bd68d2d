/**
 * The one spelling of an address: what the page writes, what Share hands out and what an embed names are the same
 * characters, and the same length decides whether they are too many.
 *
 * @module
 */

/** The longest address that is ever made, in characters, its origin included. */
export const MAX_ADDRESS_LENGTH = 8000;

/** Characters of it that an origin may take; a path does not know yet which it will stand behind. */
const ORIGIN_LENGTH = 100;

/** A query as an address holds it. Commas, colons, slashes, semicolons and at signs stay readable. */
function queryText(params: URLSearchParams): string {
  return params.toString().replace(/%(2C|3A|2F|40|3B)/g, (escape) => decodeURIComponent(escape));
}

/**
 * A page's address.
 *
 * @param base What stands before the query: a path, or an origin and a path.
 */
export function joinAddress(base: string, params: URLSearchParams): string {
  const query = queryText(params);
  return query === "" ? base : `${base}?${query}`;
}

/** Whether an address, with or without its origin, is short enough to be made. */
export function fitsAddress(address: string): boolean {
  return address.replace(/^https?:\/\/[^/]*/, "").length <= MAX_ADDRESS_LENGTH - ORIGIN_LENGTH;
}

/**
 * A page's address, or null where it would be longer than an address is ever made.
 *
 * @param base What stands before the query: a path, or an origin and a path.
 */
export function fittingAddress(base: string, params: URLSearchParams): string | null {
  // Encoding makes nothing shorter: a text of 100 kB need not be encoded to be too long.
  if ([...params.values()].some((value) => !fitsAddress(value))) return null;
  const address = joinAddress(base, params);
  return fitsAddress(address) ? address : null;
}
