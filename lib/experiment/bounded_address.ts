import { type FieldTable, isInitial } from "@/lib/experiment/codec.ts";
import { fittingAddress } from "@/lib/experiment/query_text.ts";

/** How a page's state is written as an address. */
export interface AddressForm<Q extends object> {
  /** What stands before the query: a path, or an origin and a path. */
  readonly base: string;
  readonly fields: FieldTable<Q>;
  /** The whole state as a query. */
  readonly format: (query: Q) => URLSearchParams;
  /** Fields that can grow without bound, in the order in which an address leaves them out. */
  readonly unbounded: readonly Extract<keyof Q, string>[];
}

/** An address, and what it had to leave out. */
export interface BoundedAddress<Q extends object> {
  readonly address: string;
  /** Empty where the address holds the whole state. */
  readonly leftOut: readonly Extract<keyof Q, string>[];
}

/** The address of a state, never longer than an address is ever made; the bare page where no part of it fits. */
export function boundedAddress<Q extends object>(form: AddressForm<Q>, query: Q): BoundedAddress<Q> {
  const { base, fields, format, unbounded } = form;
  const leftOut: Extract<keyof Q, string>[] = [];
  let address = fittingAddress(base, format(query));
  for (const name of unbounded) {
    if (address !== null) break;
    if (isInitial(fields[name], query[name])) continue;
    query = { ...query, [name]: fields[name].initial };
    leftOut.push(name);
    address = fittingAddress(base, format(query));
  }
  if (address !== null) return { address, leftOut };
  return { address: base, leftOut: Object.keys(fields) as Extract<keyof Q, string>[] };
}
