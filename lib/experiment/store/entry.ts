/**
 * How an experiment lies in the key-value store: keys, and values well below its 64 KiB.
 *
 * @module
 */
import type { ExperimentContent } from "@/lib/experiment/store/stored_experiment.ts";

/** An experiment that is there. */
export interface KeptEntry {
  readonly kind: "kept";
  /** The content as JSON in UTF-8: a string would take two bytes for each letter as soon as one is not Latin. */
  readonly body: Uint8Array;
  /** SHA-256 of the delete token. */
  readonly tokenHash: Uint8Array;
  readonly createdAt: number;
  readonly expiresAt: number | null;
}

/** What is left of an experiment that has expired, for a while. */
export interface ExpiredEntry {
  readonly kind: "expired";
  readonly expiresAt: number;
}

/** The value under an experiment's key. */
export type Entry = KeptEntry | ExpiredEntry;

/** Key of an experiment. */
export function entryKey(id: string): Deno.KvKey {
  return ["experiments", "entry", id];
}

/** Key of the bytes of all experiments. */
export const BYTES_KEY: Deno.KvKey = ["experiments", "bytes"];

/** Keys below which experiments that expire stand in the order of their expiry; each holds the experiment's bytes. */
export const EXPIRY_PREFIX: Deno.KvKey = ["experiments", "expiry"];

/** Key of an experiment's place in the order of expiry. */
export function expiryKey(expiresAt: number, id: string): Deno.KvKey {
  return [...EXPIRY_PREFIX, expiresAt, id];
}

/** Key of the number of experiments that a client stored in a day. */
export function countKey(day: string, clientHash: string): Deno.KvKey {
  return ["experiments", "count", day, clientHash];
}

/** Key of the salt of a day's hashes. */
export function saltKey(day: string): Deno.KvKey {
  return ["experiments", "salt", day];
}

/** Writes a content. */
export function encodeContent(content: ExperimentContent): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(JSON.stringify(content));
}

/** Reads {@linkcode encodeContent}. */
export function decodeContent(body: Uint8Array): ExperimentContent {
  return JSON.parse(new TextDecoder().decode(body));
}
