/**
 * The query of a stored experiment: as an object in a request, as parameters on its page.
 *
 * @module
 */
import { type FieldTable, formatFields, type Notice, parseFields } from "@/lib/experiment/codec.ts";
import type { StoredQuery } from "@/lib/experiment/store/stored_experiment.ts";

/** A value of a query as programs write it. */
type QueryValue = string | number | boolean;

/** A query as programs write it: a list stands for a name that is given several times. */
type GivenQuery = Readonly<Record<string, QueryValue | readonly QueryValue[]>>;

/** Writes each value as an address does: a switch is 1 or 0. */
export function storedQuery(given: GivenQuery): StoredQuery {
  const written = Object.entries(given).map(([name, value]) =>
    [name, Array.isArray(value) ? value.map(writtenValue) : writtenValue(value as QueryValue)] as const
  );
  return Object.fromEntries(written);
}

function writtenValue(value: QueryValue): string {
  return typeof value === "boolean" ? (value ? "1" : "0") : String(value);
}

/** The parameters that a page reads. */
export function queryParams(query: StoredQuery): URLSearchParams {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    (typeof value === "string" ? [value] : value).map((each): [string, string] => [name, each])
  );
  return new URLSearchParams(pairs);
}

/** A query as its page's own address writes it. */
export function canonicalQuery(fields: FieldTable<object>, query: StoredQuery): string {
  return formatFields(fields, parseFields(fields, queryParams(query)).query).toString();
}

/** Values of a query that its page cannot use: an address with them only gets notices, but nothing is stored. */
export function queryErrors(fields: FieldTable<object>, query: StoredQuery): readonly Notice[] {
  return parseFields(fields, queryParams(query)).notices;
}
