import type { ClientHashes } from "@/lib/experiment/store/client_hashes.ts";
import { BYTES_KEY, countKey, type Entry, entryKey, expiryKey } from "@/lib/experiment/store/entry.ts";
import type { SaveOptions, SaveOutcome } from "@/lib/experiment/store/experiment_store.ts";
import { hashSecret, type RandomBytes, randomName } from "@/lib/experiment/store/secret.ts";

/** How much is kept. */
export interface StoreLimits {
  /** Experiments a client may store a day (UTC); 0 for no limit. What is deleted stays counted. */
  readonly perDay: number;
  /** Bytes of all experiments together. */
  readonly totalBytes: number;
}

/** What a commit takes besides the database. */
export interface CommitPorts {
  readonly limits: StoreLimits;
  readonly now: () => number;
  readonly randomBytes: RandomBytes;
  readonly hashes: ClientHashes;
}

/** An experiment that is to be stored, but for its id. */
export interface Draft {
  readonly body: Uint8Array;
  readonly options: SaveOptions;
  readonly deleteToken: string;
}

const ID_BYTES = 12;
const DAY = 86_400_000;

/**
 * Creates what stores a draft under a new id if the limits allow it.
 *
 * @returns A function whose answer is null where another instance changed a limit in between.
 */
export function commitDraft(
  kv: Deno.Kv,
  { limits, now, randomBytes, hashes }: CommitPorts,
): (draft: Draft) => Promise<SaveOutcome | null> {
  return async ({ body, options: { client, expiresAt }, deleteToken }) => {
    const time = now();
    const id = randomName(ID_BYTES, randomBytes);
    const day = new Date(time).toISOString().slice(0, 10);
    const counter = countKey(day, await hashes.of(day, client));
    const [bytes, count] = await kv.getMany<[number, number]>([BYTES_KEY, counter]);
    const stored = count.value ?? 0;
    if (limits.perDay > 0 && stored >= limits.perDay) return tooMany(limits.perDay, time);
    const total = (bytes.value ?? 0) + body.length;
    if (total > limits.totalBytes) return { kind: "full" };
    const tokenHash = hashSecret(deleteToken);
    const entry: Entry = { kind: "kept", body, tokenHash, createdAt: time, expiresAt };
    const change = kv.atomic().check(bytes, count, { key: entryKey(id), versionstamp: null })
      // The database deletes what nobody sweeps; a day later, so that until then its expiry can be told.
      .set(entryKey(id), entry, expiresAt === null ? {} : { expireIn: expiresAt - time + DAY })
      .set(BYTES_KEY, total)
      .set(counter, stored + 1, { expireIn: 2 * DAY });
    if (expiresAt !== null) change.set(expiryKey(expiresAt, id), body.length);
    const { ok } = await change.commit();
    return ok ? { kind: "stored", id, deleteToken } : null;
  };
}

function tooMany(limit: number, time: number): SaveOutcome {
  return { kind: "too_many", limit, retryAfterSeconds: Math.ceil((DAY - time % DAY) / 1000) };
}
