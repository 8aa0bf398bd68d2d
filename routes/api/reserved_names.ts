/**
 * The one place that knows the name which JavaScript's objects keep for themselves: as a word of a table it is a word
 * like any other, as the name of a field it is refused.
 *
 * @module
 */
import { z } from "zod";
import { pointerOf } from "@/routes/api/field_errors.ts";
import { RequestProblem } from "@/routes/api/request_problem.ts";

const RESERVED = "__proto__";

/** Stands in for the name where a schema copies objects; no text on a page begins so. */
const STAND_IN = "\u0000proto";

/** Fields of requests whose keys are a visitor's own words. */
export const WORD_FIELDS: readonly string[] = ["table"];

/**
 * Refuses the name wherever keys are no words.
 *
 * @param text What the value was parsed from: most texts need no search.
 * @throws {RequestProblem} 422 with a pointer to it.
 */
export function refuseReservedNames(value: unknown, text: string): void {
  if (!text.includes(RESERVED) && !text.includes("\\u00")) return;
  const path = reservedPath(value);
  if (path === null) return;
  const detail = `The name "${RESERVED}" cannot be used here: choose another.`;
  throw new RequestProblem(422, "The request does not fit the schema", detail, [
    { pointer: pointerOf(path), detail },
  ]);
}

function reservedPath(value: unknown): string[] | null {
  if (typeof value !== "object" || value === null) return null;
  for (const [key, child] of Object.entries(value)) {
    if (WORD_FIELDS.includes(key) && !Array.isArray(value)) continue;
    if (key === RESERVED) return [key];
    const below = reservedPath(child);
    if (below !== null) return [key, ...below];
  }
  return null;
}

/** A record whose keys are words, of which any is kept. */
export function wordRecord<Key extends z.ZodString, Value extends z.ZodType>(key: Key, value: Value) {
  // The type is what fits; anything else comes here too, and the record refuses it.
  type Given = Readonly<Record<string, z.input<Value>>>;
  return z.preprocess((given: Given) => renamed(given, RESERVED, STAND_IN), z.record(key, value))
    .transform((record) => renamed(record, STAND_IN, RESERVED))
    // A step before the schema would make the document call the field optional.
    .nonoptional();
}

/** The same entries with one key renamed, defined rather than assigned. */
function renamed<T>(record: T, from: string, to: string): T {
  if (typeof record !== "object" || record === null || !Object.hasOwn(record, from)) return record;
  return Object.fromEntries(
    Object.entries(record).map(([key, value]) => [key === from ? to : key, value]),
  ) as T;
}
