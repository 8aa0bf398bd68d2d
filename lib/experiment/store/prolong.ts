import { LASTING } from "@/lib/experiment/store/commit_draft.ts";
import { type Entry, entryKey, expiryKey } from "@/lib/experiment/store/entry.ts";
import type { Found, StoreDriver } from "@/lib/experiment/store/store_driver.ts";

const DAY = 86_400_000;

/** The shortest time between two changes of an expiry. */
const MONTH = 30 * DAY;

/**
 * Puts off the expiry of an experiment that was opened, where its author did not choose it. Does nothing where another
 * instance changed it meanwhile.
 *
 * @param found The entry as it was read.
 * @param time Milliseconds since 1970.
 */
export async function prolong(
  driver: StoreDriver,
  found: Found<Entry>,
  id: string,
  time: number,
): Promise<void> {
  const entry = found.value;
  if (entry?.kind !== "kept" || !entry.isProlonged || entry.expiresAt === null) return;
  const expiresAt = time + LASTING;
  if (expiresAt - entry.expiresAt < MONTH) return;
  await driver.commit({
    checks: [found],
    delete: [expiryKey(entry.expiresAt, id)],
    set: [
      { key: entryKey(id), value: { ...entry, expiresAt }, expireIn: LASTING + DAY },
      { key: expiryKey(expiresAt, id), value: entry.body.length },
    ],
  });
}
