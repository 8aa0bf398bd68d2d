/**
 * How an experiment lies in the key-value store: keys, and values well below its 64 KiB.
 *
 * @module
 */
import type { StoreKey } from "@/lib/experiment/store/store_driver.ts";
import type { ExperimentContent } from "@/lib/experiment/store/stored_experiment.ts";

/** An experiment that is there. */
interface KeptEntry {
  readonly kind: "kept";
  /** The content as JSON in UTF-8: a string would take two bytes for each letter as soon as one is not Latin. */
  readonly body: Uint8Array;
  /** SHA-256 of the delete token. */
  readonly tokenHash: Uint8Array;
  readonly createdAt: number;
  readonly expiresAt: number | null;
  /** Whether opening it puts its expiry off; not there in entries that were stored before this was. */
  readonly isProlonged?: boolean;
}

/** What is left of an experiment that has expired, for a while. */
interface ExpiredEntry {
  readonly kind: "expired";
  readonly expiresAt: number;
}

/** The value under an experiment's key. */
export type Entry = KeptEntry | ExpiredEntry;

/** Key of an experiment. */
export function entryKey(id: string): StoreKey {
  return ["experiments", "entry", id];
}

/** Key of the bytes of all experiments. */
export const BYTES_KEY: StoreKey = ["experiments", "bytes"];

/** Keys below which experiments that expire stand in the order of their expiry; each holds the experiment's bytes. */
export const EXPIRY_PREFIX: StoreKey = ["experiments", "expiry"];

/** Key of an experiment's place in the order of expiry. */
export function expiryKey(expiresAt: number, id: string): StoreKey {
  return [...EXPIRY_PREFIX, expiresAt, id];
}

/** Keys of all that is kept of an experiment. */
export function keysOf(id: string, expiresAt: number | null): readonly StoreKey[] {
  return expiresAt === null ? [entryKey(id)] : [entryKey(id), expiryKey(expiresAt, id)];
}

/** Key of the number of experiments that a client stored in a day. */
export function countKey(day: string, clientHash: string): StoreKey {
  return ["experiments", "count", day, clientHash];
}

/** Key of the salt of a day's hashes. */
export function saltKey(day: string): StoreKey {
  return ["experiments", "salt", day];
}

/** Writes a content. */
export function encodeContent(content: ExperimentContent): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(JSON.stringify(content));
}

/** Reads {@linkcode encodeContent}; null where the body is damaged or of a version that this code does not know. */
export function decodeContent(body: unknown): ExperimentContent | null {
  try {
    const content = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body as Uint8Array));
    return isContent(content) ? content : null;
  } catch {
    return null;
  }
}

function isContent(content: unknown): content is ExperimentContent {
  if (typeof content !== "object" || content === null) return false;
  const { page, query, title, note, results } = content as Record<string, unknown>;
  const isText = (value: unknown) => value === null || typeof value === "string";
  return typeof page === "string" && isRecord(query) && isText(title) && isText(note) &&
    (results === null ||
      (isRecord(results) && Array.isArray(results.sources) && Array.isArray(results.figures)));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
