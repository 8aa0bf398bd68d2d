/**
 * Experiments in Deno KV.
 *
 * @module
 */
import type { StoreLimits } from "@/lib/experiment/store/commit_draft.ts";
import { createStore, type StorePorts } from "@/lib/experiment/store/create_store.ts";
import type { ExperimentStore } from "@/lib/experiment/store/experiment_store.ts";
import type { Found, StoreDriver, StoreKey } from "@/lib/experiment/store/store_driver.ts";
import { storeFailure } from "@/lib/experiment/store/store_failure.ts";

/** Creates the store over an open database. */
export function createKvStore(kv: Deno.Kv, limits: StoreLimits, ports: StorePorts): ExperimentStore {
  return createStore(kvDriver(kv), limits, ports);
}

/** An open database as a driver. */
export function kvDriver(kv: Deno.Kv): StoreDriver {
  return {
    kind: "kv",
    read: <T extends readonly unknown[]>(keys: readonly StoreKey[]) =>
      kv.getMany<unknown[]>(keys) as Promise<unknown> as Promise<{ [I in keyof T]: Found<T[I]> }>,
    list: <T>(prefix: StoreKey, { end, limit }: { end?: StoreKey; limit?: number } = {}) =>
      kv.list<T>(end ? { prefix, end } : { prefix }, limit === undefined ? {} : { limit }) as AsyncIterable<
        Found<T> & { readonly value: T }
      >,
    async commit({ checks, set = [], delete: deleted = [] }) {
      const change = kv.atomic().check(...checks);
      for (const { key, value, expireIn } of set) {
        change.set(key, value, expireIn === undefined ? {} : { expireIn });
      }
      for (const key of deleted) change.delete(key);
      return (await change.commit()).ok;
    },
    failureOf: storeFailure,
    close: () => kv.close(),
  };
}
