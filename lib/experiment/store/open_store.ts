/**
 * Opens the store of experiments, where the platform has one.
 *
 * @module
 */
import type { ExperimentStore } from "@/lib/experiment/store/experiment_store.ts";
import type { StoreLimits } from "@/lib/experiment/store/commit_draft.ts";
import { createKvStore } from "@/lib/experiment/store/kv_store.ts";
import { retry } from "@/lib/experiment/store/retry.ts";
import { cryptoBytes } from "@/lib/experiment/store/secret.ts";

/** Where experiments are to be kept. */
export interface StoreSettings extends StoreLimits {
  /** A SQLite file, or `:memory:`; null for none. */
  readonly path: string | null;
  /** Whether the platform may have a database of its own: on Deno Deploy. */
  readonly isManaged: boolean;
}

/**
 * Opens the store.
 *
 * @param warn Told once why there is none although one was asked for.
 * @returns The store; null where none is provisioned.
 * @throws {Error} If the file cannot be opened: a site that is to keep experiments must not seem to.
 */
export async function openExperimentStore(
  settings: StoreSettings,
  warn: (message: string) => void,
): Promise<ExperimentStore | null> {
  const { path, isManaged } = settings;
  if (path === null && !isManaged) return null;
  if (typeof Deno.openKv !== "function") {
    warn(
      'No store for experiments: this runtime has no Deno KV. Run Deno with --unstable-kv, or "unstable": ["kv"].',
    );
    return null;
  }
  if (path !== null) return createKvStore(await openFile(path), settings, PORTS);
  try {
    return createKvStore(await Deno.openKv(), settings, PORTS);
  } catch (error) {
    warn(`No store for experiments: the platform's database cannot be opened (${(error as Error).message}).`);
    return null;
  }
}

function wait(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

const PORTS = { now: () => Date.now(), wait, randomBytes: cryptoBytes };

/** Two instances that start at once make the same file. */
async function openFile(path: string): Promise<Deno.Kv> {
  const patience = { wait, random: () => Math.random() };
  const kv = await retry(() => Deno.openKv(path), patience);
  if (kv === null) throw new Error(`Cannot open DENO_KV_PATH "${path}": another process holds it`);
  return kv;
}
