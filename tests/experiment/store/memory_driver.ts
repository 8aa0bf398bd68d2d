import type { Found, StoreChange, StoreDriver, StoreKey } from "@/lib/experiment/store/store_driver.ts";

interface Row {
  readonly key: StoreKey;
  readonly value: unknown;
  readonly versionstamp: string;
}

/** A database answers in a task of its own: what nobody waits for has not happened yet. */
const later = <T>(act: () => T): Promise<T> =>
  new Promise((resolve, reject) => setImmediate(() => Promise.try(act).then(resolve, reject)));

/** The smallest database that keeps the rules: a map, which forgets nothing by itself. */
export function memoryDriver(): StoreDriver {
  const rows = new Map<string, Row>();
  let version = 0;
  let isOpen = true;

  function found<T>(key: StoreKey): Found<T> {
    if (!isOpen) throw new Error("closed");
    const { value = null, versionstamp = null } = rows.get(JSON.stringify(key)) ?? {};
    return { key, value: structuredClone(value) as T | null, versionstamp };
  }

  function commit({ checks, set = [], delete: deleted = [] }: StoreChange): boolean {
    if (checks.some(({ key, versionstamp }) => found(key).versionstamp !== versionstamp)) return false;
    const versionstamp = `${++version}`;
    for (const key of deleted) rows.delete(JSON.stringify(key));
    for (const { key, value } of set) {
      rows.set(JSON.stringify(key), { key, value: structuredClone(value), versionstamp });
    }
    return true;
  }

  return {
    kind: "memory",
    read: <T extends readonly unknown[]>(keys: readonly StoreKey[]) =>
      later(() => keys.map((key) => found(key)) as { [I in keyof T]: Found<T[I]> }),
    async *list<T>(prefix: StoreKey, { end, limit = Infinity }: { end?: StoreKey; limit?: number } = {}) {
      const inside = [...rows.values()].map(({ key }) => key)
        .filter((key) => key.length > prefix.length && prefix.every((part, i) => key[i] === part))
        .filter((key) => end === undefined || compareKeys(key, end) < 0)
        .sort(compareKeys);
      for (const key of inside.slice(0, limit)) yield await found<T>(key) as Found<T> & { readonly value: T };
    },
    commit: (change) => later(() => commit(change)),
    failureOf: (error) => error instanceof Error && error.message === "closed" ? "failing" : null,
    close() {
      isOpen = false;
    },
  };
}

/** The shorter of two keys that begin alike comes first. */
function compareKeys(a: StoreKey, b: StoreKey): number {
  const at = a.findIndex((part, i) => part !== b[i]);
  if (at < 0) return a.length - b.length;
  if (at >= b.length) return 1;
  return a[at]! < b[at]! ? -1 : 1;
}
