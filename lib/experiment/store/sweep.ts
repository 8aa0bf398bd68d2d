import { BYTES_KEY, type Entry, entryKey, EXPIRY_PREFIX } from "@/lib/experiment/store/entry.ts";
import type { StoreDriver } from "@/lib/experiment/store/store_driver.ts";
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
export async function releaseExpired(driver: StoreDriver, time: number, patience: RetryPorts): Promise<void> {
  const due = () => releaseSome(driver, time);
  while (await retry(due, patience) === BATCH) {
    // As many as one commit takes were due: there may be more.
  }
}

/** Releases the first ones; null where another instance was faster. */
async function releaseSome(driver: StoreDriver, time: number): Promise<number | null> {
  const due = { end: [...EXPIRY_PREFIX, time + 1], limit: BATCH };
  const expired = await Array.fromAsync(driver.list<number>(EXPIRY_PREFIX, due));
  if (expired.length === 0) return 0;
  const [bytes] = await driver.read<[number]>([BYTES_KEY]);
  const released = expired.reduce((sum, { value }) => sum + value, 0);
  const marks = expired.map(({ key }) => {
    const [expiresAt, id] = key.slice(EXPIRY_PREFIX.length) as [number, string];
    const value: Entry = { kind: "expired", expiresAt };
    return { key: entryKey(id), value, expireIn: REMEMBERED };
  });
  const isDone = await driver.commit({
    checks: [bytes, ...expired],
    delete: expired.map(({ key }) => key),
    set: [{ key: BYTES_KEY, value: Math.max(0, (bytes.value ?? 0) - released) }, ...marks],
  });
  return isDone ? expired.length : null;
}
