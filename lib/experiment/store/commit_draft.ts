import type { ClientHashes } from "@/lib/experiment/store/client_hashes.ts";
import { BYTES_KEY, countKey, type Entry, entryKey, expiryKey } from "@/lib/experiment/store/entry.ts";
import type { SaveOptions, SaveOutcome } from "@/lib/experiment/store/experiment_store.ts";
import type { StoreDriver } from "@/lib/experiment/store/store_driver.ts";
import { hashSecret, type RandomBytes, randomName } from "@/lib/experiment/store/secret.ts";

/** How much is kept. */
export interface StoreLimits {
  /** Experiments a client may store a day (UTC); 0 for no limit. What is deleted stays counted. */
  readonly perDay: number;
  /** Bytes of all experiments together. */
  readonly totalBytes: number;
}

/** What a commit takes besides the database. */
interface CommitPorts {
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

/** How long an experiment is kept that nobody opens, where its author does not say: two years. */
export const LASTING = 730 * DAY;

/** How many clients' share a network of IPv6 has: a home or a school has one /48, and 65,536 clients' worth of addresses. */
const CLIENTS_OF_A_NETWORK = 4;

/** The /48 of an IPv6 client, which is a /64; null for any other. */
function networkOf(client: string): string | null {
  const groups = client.split(":");
  return groups.length < 4 ? null : `${groups.slice(0, 3).join(":")}::/48`;
}

/**
 * Creates what stores a draft under a new id if the limits allow it.
 *
 * @returns A function whose answer is null where another instance changed a limit in between.
 */
export function commitDraft(
  driver: StoreDriver,
  { limits, now, randomBytes, hashes }: CommitPorts,
): (draft: Draft) => Promise<SaveOutcome | null> {
  return async ({ body, options, deleteToken }) => {
    const { client } = options;
    const time = now();
    const expiresAt = options.expiresAt ?? time + LASTING;
    const id = randomName(ID_BYTES, randomBytes);
    const day = new Date(time).toISOString().slice(0, 10);
    const counter = countKey(day, await hashes.of(day, client));
    const network = networkOf(client);
    const shared = network === null ? null : countKey(day, await hashes.of(day, network));
    const [bytes, count, ofNetwork] = await driver.read<[number, number, number]>(
      [BYTES_KEY, counter, shared ?? counter],
    );
    const stored = count.value ?? 0, storedByNetwork = ofNetwork.value ?? 0;
    if (limits.perDay > 0 && stored >= limits.perDay) return tooMany(limits.perDay, time);
    if (limits.perDay > 0 && shared && storedByNetwork >= limits.perDay * CLIENTS_OF_A_NETWORK) {
      return tooMany(limits.perDay, time);
    }
    const total = (bytes.value ?? 0) + body.length;
    if (total > limits.totalBytes) return { kind: "full" };
    const tokenHash = hashSecret(deleteToken);
    const isProlonged = options.expiresAt === null;
    const entry: Entry = { kind: "kept", body, tokenHash, createdAt: time, expiresAt, isProlonged };
    const isDone = await driver.commit({
      checks: [bytes, count, { key: entryKey(id), versionstamp: null }, ...(shared ? [ofNetwork] : [])],
      set: [
        // The database deletes what nobody sweeps; a day later, so that until then its expiry can be told.
        { key: entryKey(id), value: entry, expireIn: expiresAt - time + DAY },
        { key: expiryKey(expiresAt, id), value: body.length },
        { key: BYTES_KEY, value: total },
        { key: counter, value: stored + 1, expireIn: 2 * DAY },
        ...(shared ? [{ key: shared, value: storedByNetwork + 1, expireIn: 2 * DAY }] : []),
      ],
    });
    return isDone ? { kind: "stored", id, expiresAt, deleteToken } : null;
  };
}

function tooMany(limit: number, time: number): SaveOutcome {
  return { kind: "too_many", limit, retryAfterSeconds: Math.ceil((DAY - time % DAY) / 1000) };
}
