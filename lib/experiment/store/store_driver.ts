/**
 * What a store asks of a database: ordered keys, and changes that happen together or not at all. The rules (ids,
 * limits, tokens, expiry) stand above it, in {@linkcode createStore}; `tests/experiment/store/test_store.ts` says what
 * holds over any driver.
 *
 * @module
 */

/** A key: the shorter list first, texts and numbers in their order. */
export type StoreKey = readonly (string | number)[];

/** What stands under a key. */
export interface Found<T> {
  readonly key: StoreKey;
  /** Null where nothing does. */
  readonly value: T | null;
  /** Another one after each change; null where nothing stands there. */
  readonly versionstamp: string | null;
}

/** Changes that happen together. */
export interface StoreChange {
  /** Keys that nobody may have changed since they were read. */
  readonly checks: readonly Pick<Found<unknown>, "key" | "versionstamp">[];
  /** `expireIn`: milliseconds after which the database may delete the value, at any later time. */
  readonly set?: readonly { readonly key: StoreKey; readonly value: unknown; readonly expireIn?: number }[];
  readonly delete?: readonly StoreKey[];
}

/** A database of experiments. Any of its answers may be an error. */
export interface StoreDriver {
  /** Its name, as `/healthz` has it. */
  readonly kind: string;
  /** The values under keys, all of one moment. */
  read<T extends readonly unknown[]>(keys: readonly StoreKey[]): Promise<{ [I in keyof T]: Found<T[I]> }>;
  /** What stands below a prefix, in the order of keys. */
  list<T>(prefix: StoreKey, options?: ListOptions): AsyncIterable<Found<T> & { readonly value: T }>;
  /** False, with nothing changed, where a check fails. What is acknowledged survives the process. */
  commit(change: StoreChange): Promise<boolean>;
  /** What an error means: no room, or no answer; null for an error that is none of the database's. */
  failureOf(error: unknown): "full" | "failing" | null;
  close(): void;
}

/** Bounds of a list. */
interface ListOptions {
  /** Keys before this one. */
  readonly end?: StoreKey;
  /** At most this many. */
  readonly limit?: number;
}
