/**
 * Experiments in a database. One atomic commit stores the experiment, counts it for its client, and adds its size, each
 * only if nobody changed what was read: so the limits hold exactly with any number of instances, and a process that is
 * killed leaves all of a store or nothing.
 *
 * @module
 */
import { createClientHashes } from "@/lib/experiment/store/client_hashes.ts";
import { commitDraft, type StoreLimits } from "@/lib/experiment/store/commit_draft.ts";
import {
  BYTES_KEY,
  decodeContent,
  encodeContent,
  type Entry,
  entryKey,
} from "@/lib/experiment/store/entry.ts";
import { eraseEntry } from "@/lib/experiment/store/erase_entry.ts";
import type {
  ExperimentStore,
  ReadOutcome,
  SaveOptions,
  SaveOutcome,
} from "@/lib/experiment/store/experiment_store.ts";
import { prolong } from "@/lib/experiment/store/prolong.ts";
import type { StoreDriver } from "@/lib/experiment/store/store_driver.ts";
import { retry } from "@/lib/experiment/store/retry.ts";
import { type RandomBytes, randomName } from "@/lib/experiment/store/secret.ts";
import { type ExperimentContent, MAX_EXPERIMENT_BYTES } from "@/lib/experiment/store/stored_experiment.ts";
import { releaseExpired } from "@/lib/experiment/store/sweep.ts";

/** What a store needs of the world around it. */
export interface StorePorts {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly wait: (milliseconds: number) => Promise<void>;
  /** A cryptographic source. */
  readonly randomBytes: RandomBytes;
}

const TOKEN_BYTES = 24;
const ID = /^[\w-]{16}$/;

/** Milliseconds between two sweeps. */
const SWEEP_INTERVAL = 60_000;

/** Changes that may wait at a time. */
const MAX_WAITING = 500;

/** Creates the store over an open database, which it closes. */
export function createStore(driver: StoreDriver, limits: StoreLimits, ports: StorePorts): ExperimentStore {
  const { now, randomBytes } = ports;
  const patience = { wait: ports.wait, random: () => randomBytes(1)[0]! / 256 };
  const inTurn = createTurns();
  const commit = commitDraft(driver, {
    limits,
    now,
    randomBytes,
    hashes: createClientHashes(driver, randomBytes),
  });
  let swept = -Infinity;
  let isWorking = true;

  async function sweep(): Promise<void> {
    swept = now();
    await releaseExpired(driver, swept, patience);
  }

  async function save(content: ExperimentContent, options: SaveOptions): Promise<SaveOutcome> {
    const body = encodeContent(content);
    if (body.length > MAX_EXPERIMENT_BYTES) return { kind: "too_large", bytes: body.length };
    const draft = { body, options, deleteToken: randomName(TOKEN_BYTES, randomBytes) };
    const outcome = await asked(() =>
      inTurn(async () => {
        if (now() - swept >= SWEEP_INTERVAL) await sweep();
        const first = await retry(() => commit(draft), patience);
        if (first?.kind !== "full") return first;
        await sweep();
        return await retry(() => commit(draft), patience);
      })
    );
    if (outcome === "full" || outcome === "failing") return { kind: outcome };
    return outcome ?? { kind: "busy" };
  }

  async function read(id: string): Promise<ReadOutcome> {
    if (!ID.test(id)) return { kind: "unknown" };
    const found = await asked(() => retry(() => driver.read<[Entry]>([entryKey(id)]), patience));
    if (found === null || typeof found === "string") return { kind: "failing" };
    const outcome = outcomeOf(found[0].value, now());
    // Best effort: the reader does not wait for it, and a read-only database keeps what it has.
    if (outcome.kind === "found") prolong(driver, found[0], id, now()).catch(() => {});
    return outcome;
  }

  /** What the database answers, or that it fails; the next answer says whether it works again. */
  async function asked<T>(ask: () => Promise<T>): Promise<T | "full" | "failing"> {
    try {
      const answer = await ask();
      isWorking = true;
      return answer;
    } catch (error) {
      const failure = driver.failureOf(error);
      if (failure === null) throw error;
      isWorking = false;
      return failure;
    }
  }

  return {
    kind: driver.kind,
    save,
    read,
    async remove(id, deleteToken) {
      if (!ID.test(id)) return "unknown";
      const outcome = await asked(() =>
        inTurn(() => retry(() => eraseEntry(driver, id, deleteToken), patience))
      );
      return outcome === "full" ? "failing" : outcome ?? "busy";
    },
    usedBytes: async () => (await driver.read<[number]>([BYTES_KEY]))[0].value ?? 0,
    get isWorking() {
      return isWorking;
    },
    close: () => driver.close(),
  };
}

/** What an entry means at a time: the database deletes late, so the expiry in the value counts. */
function outcomeOf(entry: Entry | null, time: number): ReadOutcome {
  if (entry === null) return { kind: "unknown" };
  const { expiresAt = null } = entry;
  if (expiresAt !== null && (entry.kind === "expired" || expiresAt <= time)) {
    return { kind: "expired", expiresAt };
  }
  if (entry.kind !== "kept") return { kind: "damaged" };
  const content = decodeContent(entry.body);
  if (content === null || !Number.isFinite(entry.createdAt)) return { kind: "damaged" };
  return { kind: "found", experiment: { ...content, createdAt: entry.createdAt, expiresAt } };
}

/**
 * Runs changes one after the other: all change the total, so within a process any two at once would only undo each
 * other. Beyond what may wait, the answer is null at once.
 */
function createTurns(): <T>(work: () => Promise<T | null>) => Promise<T | null> {
  let waiting = 0;
  let last: Promise<unknown> = Promise.resolve();
  return async (work) => {
    if (waiting >= MAX_WAITING) return null;
    waiting++;
    const turn = last.then(work);
    last = turn.catch(() => {
      // The caller handles the rejection.
    });
    try {
      return await turn;
    } finally {
      waiting--;
    }
  };
}
