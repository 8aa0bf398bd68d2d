/**
 * The order in which the words of a table were written. JavaScript's objects list keys that are whole numbers first,
 * ascending, wherever they stood, and which of two equally likely tokens is first decides what is picked.
 *
 * @module
 */
import { WORD_FIELDS } from "@/routes/api/reserved_names.ts";

/** Before a letter no key is a whole number, and none is a name that objects keep for themselves. */
const MARK = "k";

/** A string with the colon that makes it a key; the rest of the text where it does not end, which no JSON does. */
const STRINGS = /"(?:[^"\\]|\\.)*(?:"\s*:?|\\?$)/gs;

const NUMBER = /^\d/;

const orders = new WeakMap<object, readonly string[]>();

/** The keys of an object in the order in which a request wrote them, as far as that is known; else its own order. */
export function writtenKeys(object: object): readonly string[] {
  return orders.get(object) ?? Object.keys(object);
}

/**
 * Keeps how the rows of a request's tables were written, for {@linkcode writtenKeys}. Takes time in the length of the
 * text, and none but for a look at each row where no row begins with a number: only then was anything moved.
 *
 * @param value What was parsed.
 * @param text What it was parsed from.
 */
export function keepWordOrder(value: unknown, text: string): void {
  const moved = WORD_FIELDS.flatMap((field) =>
    rowsOf(value, field).map(([key, row]) => ({ field, key, row }))
  )
    .filter(({ row }) => NUMBER.test(firstKey(row)));
  if (moved.length === 0) return;
  const marked = JSON.parse(
    text.replace(STRINGS, (written) => written.endsWith(":") ? `"${MARK}${written.slice(1)}` : written),
  );
  for (const { field, key, row } of moved) {
    const keys = Object.keys(marked[MARK + field][MARK + key]);
    orders.set(row, keys.map((each) => each.slice(MARK.length)));
  }
}

/** The rows of a table that are objects, by their key; none where the field is no table. */
function rowsOf(value: unknown, field: string): [key: string, row: object][] {
  if (!isObject(value) || !Object.hasOwn(value, field)) return [];
  const table = (value as Readonly<Record<string, unknown>>)[field];
  return isObject(table)
    ? Object.entries(table).filter((entry): entry is [string, object] => isObject(entry[1]))
    : [];
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function firstKey(object: object): string {
  for (const key in object) return key;
  return "";
}
