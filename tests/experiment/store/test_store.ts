/**
 * What holds of a store over any database: `testStore(NAME, open)` registers it all for one driver, so that another
 * database inherits it.
 *
 * @module
 */
import { createStore } from "@/lib/experiment/store/create_store.ts";
import type { ExperimentStore, SaveOutcome } from "@/lib/experiment/store/experiment_store.ts";
import { cryptoBytes } from "@/lib/experiment/store/secret.ts";
import type { StoreDriver } from "@/lib/experiment/store/store_driver.ts";
import type { ExperimentContent } from "@/lib/experiment/store/stored_experiment.ts";
import { testBursts } from "./test_bursts.ts";
import { testDriver } from "./test_driver.ts";
import { testEntries } from "./test_entries.ts";
import { testExpiry } from "./test_expiry.ts";

/** Noon of a day, in milliseconds since 1970. */
export const NOON = Date.UTC(2026, 0, 31, 12);

/** Milliseconds of a day. */
export const DAY = 86_400_000;

/** An experiment; its title takes more bytes than letters. */
export const CONTENT: ExperimentContent = {
  page: "/softmax",
  query: { logits: "1,2" },
  title: "Два logits",
  note: null,
  results: null,
};

/** A database that is empty, and what takes it away after it was closed. */
export interface EmptyDatabase {
  readonly driver: StoreDriver;
  readonly remove?: () => Promise<void>;
}

/** Opens an empty database, another one each time. */
export type OpenDatabase = () => Promise<EmptyDatabase>;

/** A store over an empty database, with a clock that a test sets. */
export interface OpenedStore extends AsyncDisposable {
  readonly driver: StoreDriver;
  readonly store: ExperimentStore;
  readonly clock: { time: number };
}

/** Opens a store over an empty database; its limits are wide where a test names none. */
export type OpenStore = (limits?: { perDay?: number; totalBytes?: number }) => Promise<OpenedStore>;

/** Registers the tests that every database has to pass. */
export function testStore(name: string, open: OpenDatabase): void {
  async function opened(limits: { perDay?: number; totalBytes?: number } = {}): Promise<OpenedStore> {
    const { driver: database, remove } = await open();
    const driver = closedOnce(database);
    const clock = { time: NOON };
    const ports = { now: () => clock.time, wait: () => Promise.resolve(), randomBytes: cryptoBytes };
    const store = createStore(driver, { perDay: 200, totalBytes: 1_000_000, ...limits }, ports);
    async function close(): Promise<void> {
      store.close();
      await remove?.();
    }
    return { driver, store, clock, [Symbol.asyncDispose]: close };
  }
  testDriver(name, opened);
  testEntries(name, opened);
  testBursts(name, opened);
  testExpiry(name, opened);
}

/** A driver that a test may close before its end. */
function closedOnce(driver: StoreDriver): StoreDriver {
  let isOpen = true;
  return {
    ...driver,
    close() {
      if (isOpen) driver.close();
      isOpen = false;
    },
  };
}

/** Stores {@linkcode CONTENT}. */
export function save(
  store: ExperimentStore,
  options: { client?: string; expiresAt?: number | null } = {},
): Promise<SaveOutcome> {
  return store.save(CONTENT, { client: "1.1.1.1", expiresAt: null, ...options });
}

/** What a store acknowledged. @throws {Error} If it did not. */
export function stored(outcome: SaveOutcome): Extract<SaveOutcome, { kind: "stored" }> {
  if (outcome.kind === "stored") return outcome;
  throw new Error(`Not stored: ${outcome.kind}`);
}

/** Bytes of a content, as the limits count them. */
export function sizeOf(content: ExperimentContent): number {
  return new TextEncoder().encode(JSON.stringify(content)).length;
}
