import type { StoreDriver, StoreKey } from "@/lib/experiment/store/store_driver.ts";
import { memoryDriver } from "./memory_driver.ts";

/** A database in memory that forgets a value in the very millisecond from which on it may. */
export function forgettingDriver(now: () => number): StoreDriver {
  const driver = memoryDriver();
  const due = new Map<string, number>();

  async function forget(): Promise<void> {
    const keys = [...due].filter(([, time]) => time <= now()).map(([key]) => key);
    for (const key of keys) due.delete(key);
    await driver.commit({ checks: [], delete: keys.map((key): StoreKey => JSON.parse(key)) });
  }

  return {
    ...driver,
    async read<T extends readonly unknown[]>(keys: readonly StoreKey[]) {
      await forget();
      return await driver.read<T>(keys);
    },
    async *list<T>(...how: Parameters<StoreDriver["list"]>) {
      await forget();
      yield* driver.list<T>(...how);
    },
    async commit(change) {
      await forget();
      const isDone = await driver.commit(change);
      if (!isDone) return false;
      for (const key of change.delete ?? []) due.delete(JSON.stringify(key));
      for (const { key, expireIn } of change.set ?? []) {
        if (expireIn === undefined) due.delete(JSON.stringify(key));
        else due.set(JSON.stringify(key), now() + expireIn);
      }
      return true;
    },
  };
}
