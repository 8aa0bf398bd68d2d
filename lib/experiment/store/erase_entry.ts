import { BYTES_KEY, type Entry, entryKey, keysOf } from "@/lib/experiment/store/entry.ts";
import type { RemoveOutcome } from "@/lib/experiment/store/experiment_store.ts";
import type { StoreDriver } from "@/lib/experiment/store/store_driver.ts";
import { isSecretOf } from "@/lib/experiment/store/secret.ts";

/**
 * Deletes an experiment if the token is its own, and gives its size back.
 *
 * @returns Null where another instance changed something in between.
 */
export async function eraseEntry(
  driver: StoreDriver,
  id: string,
  deleteToken: string,
): Promise<RemoveOutcome | null> {
  const [found, bytes] = await driver.read<[Entry, number]>([entryKey(id), BYTES_KEY]);
  const entry = found.value;
  if (entry?.kind !== "kept") return "unknown";
  if (!isSecretOf(entry.tokenHash, deleteToken)) return "wrong_token";
  const isDone = await driver.commit({
    checks: [found, bytes],
    delete: keysOf(id, entry.expiresAt),
    set: [{ key: BYTES_KEY, value: Math.max(0, (bytes.value ?? 0) - entry.body.length) }],
  });
  return isDone ? "removed" : null;
}
