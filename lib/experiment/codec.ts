/**
 * From an address to a page's state and back, driven by a table of fields.
 *
 * Version 1, and it is the version of every address without a `v`. Names and meanings are kept for good: a new
 * field only gets a default that means what its absence meant before. A change of meaning gets version 2: its
 * addresses carry `v=2`, and an address without `v` is still read with this table and then translated. An address
 * of a version that this code does not know is read as far as its names are known, with a notice.
 *
 * @module
 */
import { BadValue, type Field } from "@/lib/experiment/fields/field.ts";
import { cutEnd } from "@/lib/lm/graphemes.ts";

/** Characters of a name or value that a notice shows. */
export const MAX_SHOWN = 40;

/** The version of the addresses that this code writes. */
const ADDRESS_VERSION = 1;

/** A table of fields for the state `Q`, in the order that addresses list them. */
export type FieldTable<Q> = { readonly [K in keyof Q]: Field<Q[K]> };

/** Something in an address that could not be used: shown on the page, never an error. */
export interface Notice {
  /** Name in the address. */
  readonly name: string;
  /** What stood there, shortened. */
  readonly value: string;
  /** Completes the sentence "NAME=VALUE …". */
  readonly reason: string;
}

/** A state read from an address, with what could not be used. */
export interface ParsedQuery<Q> {
  readonly query: Q;
  readonly notices: readonly Notice[];
}

/** Reads an address' query. Total: whatever does not fit gives the field's default and a notice. */
export function parseFields<Q extends object>(
  fields: FieldTable<Q>,
  params: URLSearchParams,
): ParsedQuery<Q> {
  const notices: Notice[] = unknownNames(fields, params);
  const query = {} as Q;
  for (const name of fieldNames(fields)) {
    query[name] = parseField(fields[name], name, params.getAll(name), notices);
  }
  return { query, notices };
}

/** Writes a state as a query; values equal to their default are left out. */
export function formatFields<Q extends object>(fields: FieldTable<Q>, query: Q): URLSearchParams {
  const params = new URLSearchParams();
  for (const name of fieldNames(fields)) {
    if (isInitial(fields[name], query[name])) continue;
    for (const value of fields[name].format(query[name])) params.append(name, value);
  }
  return params;
}

/** Whether an address writes two values of a field alike. */
export function isSame<T>(field: Field<T>, one: T, other: T): boolean {
  return equalValues(field.format(one), field.format(other));
}

/** Whether a value is its field's default, as an address writes both. */
export function isInitial<T>(field: Field<T>, value: T): boolean {
  return isSame(field, value, field.initial);
}

/** The names of a table's fields, in its order. */
export function fieldNames<Q extends object>(fields: FieldTable<Q>): Extract<keyof Q, string>[] {
  return Object.keys(fields) as Extract<keyof Q, string>[];
}

/** The state that every field's default makes. */
export function initialState<Q extends object>(fields: FieldTable<Q>): Q {
  return Object.fromEntries(fieldNames(fields).map((name) => [name, fields[name].initial])) as Q;
}

function parseField<T>(field: Field<T>, name: string, given: readonly string[], notices: Notice[]): T {
  const values = field.acceptsEmpty ? given : given.filter((value) => value !== "");
  if (values.length === 0) return field.initial;
  if (values.length > 1 && !field.repeatable) {
    notices.push(notice(name, values[1] ?? "", "is given more than once; the first value counts"));
  }
  const value = field.parse(values);
  if (!(value instanceof BadValue)) return value;
  notices.push(notice(name, values[0] ?? "", value.reason));
  return field.initial;
}

/** How an embed looks stands in its address too, and is no part of the experiment: see embed_look.ts. */
const LOOK = ["theme", "hide"];

/** Unknown names that are named one by one; the others are counted. */
const MAX_UNKNOWN = 10;

/** One pass over what an address holds, whatever it holds. */
function unknownNames<Q extends object>(fields: FieldTable<Q>, params: URLSearchParams): Notice[] {
  const first = new Map<string, string>();
  for (const [name, value] of params) {
    if (!first.has(name) && !Object.hasOwn(fields, name) && !LOOK.includes(name)) first.set(name, value);
  }
  if (first.get("v") === String(ADDRESS_VERSION)) first.delete("v");
  const named = [...first].slice(0, MAX_UNKNOWN);
  const others = first.size - named.length;
  return named.map(([name, value], index) => {
    const more = others > 0 && index === named.length - 1 ? `, and neither are ${others} other names` : "";
    if (name === "v") return notice(name, value, `is a version that this page does not know${more}`);
    return notice(name, value, `is not a name that this page knows${more}`);
  });
}

function notice(name: string, value: string, reason: string): Notice {
  return { name: cutEnd(name, MAX_SHOWN), value: cutEnd(value, MAX_SHOWN), reason };
}

function equalValues(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((value, i) => value === b[i]);
}
