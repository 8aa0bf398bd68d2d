import type { ExperimentStore } from "@/lib/experiment/store/experiment_store.ts";
import { createKvStore } from "@/lib/experiment/store/kv_store.ts";
import { cryptoBytes } from "@/lib/experiment/store/secret.ts";

/** A store in memory whose clock a test sets. */
export interface MemoryStore extends Disposable {
  readonly store: ExperimentStore;
  readonly clock: { time: number };
}

/** Creates a store in memory that starts at the real time. */
export async function memoryStore(
  limits: { readonly perDay?: number; readonly totalBytes?: number } = {},
): Promise<MemoryStore> {
  const kv = await Deno.openKv(":memory:");
  const clock = { time: Date.now() };
  const ports = { now: () => clock.time, wait: () => Promise.resolve(), randomBytes: cryptoBytes };
  const store = createKvStore(kv, { perDay: 200, totalBytes: 1_000_000, ...limits }, ports);
  return { store, clock, [Symbol.dispose]: () => store.close() };
}
