import { BYTES_KEY, type Entry, entryKey, expiryKey } from "@/lib/experiment/store/entry.ts";
import type { RemoveOutcome } from "@/lib/experiment/store/experiment_store.ts";
import { isSecretOf } from "@/lib/experiment/store/secret.ts";

/**
 * Deletes an experiment for whoever has its token, and gives its size back.
 *
 * @returns Null where another instance changed something in between.
 */
export async function eraseEntry(
  kv: Deno.Kv,
  id: string,
  deleteToken: string,
): Promise<RemoveOutcome | null> {
  const [found, bytes] = await kv.getMany<[Entry, number]>([entryKey(id), BYTES_KEY]);
  const entry = found.value;
  if (entry?.kind !== "kept") return "unknown";
  if (!isSecretOf(entry.tokenHash, deleteToken)) return "wrong_token";
  const change = kv.atomic().check(found, bytes).delete(entryKey(id))
    .set(BYTES_KEY, Math.max(0, (bytes.value ?? 0) - entry.body.length));
  if (entry.expiresAt !== null) change.delete(expiryKey(entry.expiresAt, id));
  return (await change.commit()).ok ? "removed" : null;
}
