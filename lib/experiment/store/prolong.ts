import { LASTING } from "@/lib/experiment/store/commit_draft.ts";
import { type Entry, entryKey, expiryKey } from "@/lib/experiment/store/entry.ts";

const DAY = 86_400_000;

/** An expiry is put off at most once in so long. */
const MONTH = 30 * DAY;

/**
 * Puts off the expiry of an experiment that was opened, where its author did not choose it. Does nothing where another
 * instance changed it meanwhile.
 *
 * @param found The entry as it was read.
 * @param time Milliseconds since 1970.
 */
export async function prolong(
  kv: Deno.Kv,
  found: Deno.KvEntryMaybe<Entry>,
  id: string,
  time: number,
): Promise<void> {
  const entry = found.value;
  if (entry?.kind !== "kept" || !entry.isProlonged || entry.expiresAt === null) return;
  const expiresAt = time + LASTING;
  if (expiresAt - entry.expiresAt < MONTH) return;
  await kv.atomic().check(found)
    .set(entryKey(id), { ...entry, expiresAt }, { expireIn: LASTING + DAY })
    .delete(expiryKey(entry.expiresAt, id))
    .set(expiryKey(expiresAt, id), entry.body.length)
    .commit();
}
