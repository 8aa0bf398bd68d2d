import { BYTES_KEY, type Entry, entryKey, EXPIRY_PREFIX } from "@/lib/experiment/store/entry.ts";
import { retry, type RetryPorts } from "@/lib/experiment/store/retry.ts";

/** Experiments of one commit, which takes at most 100 checks. */
const BATCH = 90;

/** Milliseconds for which an expired experiment is still told from one that never was. */
const REMEMBERED = 30 * 86_400_000;

/**
 * Gives back what has expired: deletes each such experiment, leaves a mark that it was there, and takes its size from
 * the total, all in one commit. Two instances at once give nothing back twice.
 *
 * @param time Milliseconds since 1970.
 */
export async function releaseExpired(kv: Deno.Kv, time: number, patience: RetryPorts): Promise<void> {
  const due = () => releaseSome(kv, time);
  while (await retry(due, patience) === BATCH) {
    // As many as one commit takes were due: there may be more.
  }
}

/** Releases the first ones; null where another instance was faster. */
async function releaseSome(kv: Deno.Kv, time: number): Promise<number | null> {
  const selector = { prefix: EXPIRY_PREFIX, end: [...EXPIRY_PREFIX, time + 1] };
  const expired = await Array.fromAsync(kv.list<number>(selector, { limit: BATCH }));
  if (expired.length === 0) return 0;
  const bytes = await kv.get<number>(BYTES_KEY);
  const released = expired.reduce((sum, { value }) => sum + value, 0);
  const change = kv.atomic().check(bytes, ...expired)
    .set(BYTES_KEY, Math.max(0, (bytes.value ?? 0) - released));
  for (const { key } of expired) {
    const [expiresAt, id] = key.slice(EXPIRY_PREFIX.length) as [number, string];
    const mark: Entry = { kind: "expired", expiresAt };
    change.delete(key).set(entryKey(id), mark, { expireIn: REMEMBERED });
  }
  return (await change.commit()).ok ? expired.length : null;
}
