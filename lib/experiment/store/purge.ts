/**
 * Deletes stored experiments: `deno task experiments:purge FILE [--older=DAYS]`. What has expired goes; with `--older`
 * also what was stored more than DAYS days ago. The server may run meanwhile.
 *
 * @module
 */
import { BYTES_KEY, type Entry, entryKey, keysOf } from "@/lib/experiment/store/entry.ts";
import { kvDriver } from "@/lib/experiment/store/kv_store.ts";
import type { Found, StoreDriver } from "@/lib/experiment/store/store_driver.ts";
import { retry, type RetryPorts } from "@/lib/experiment/store/retry.ts";
import { releaseExpired } from "@/lib/experiment/store/sweep.ts";

const DAY = 86_400_000;

/** What a purge needs of the world around it. */
interface PurgePorts extends RetryPorts {
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/**
 * Deletes what has expired, and what was stored before a time.
 *
 * @param before Milliseconds since 1970; null to delete only what has expired.
 * @returns How many were deleted because of their age, and how many could not be read and were left.
 */
export async function purge(
  driver: StoreDriver,
  before: number | null,
  ports: PurgePorts,
): Promise<{ readonly deleted: number; readonly damaged: number }> {
  await releaseExpired(driver, ports.now(), ports);
  let deleted = 0, damaged = 0;
  const prefix = entryKey("").slice(0, -1);
  for await (const found of driver.list<Entry>(prefix)) {
    const { value } = found;
    if (value.kind === "expired") continue;
    if (value.kind !== "kept" || !(value.body instanceof Uint8Array)) damaged++;
    else if (before !== null && value.createdAt < before) {
      if (await retry(() => erase(driver, found, value.body.length, value.expiresAt), ports)) deleted++;
    }
  }
  return { deleted, damaged };
}

/** Null where another instance changed the total in between. */
async function erase(
  driver: StoreDriver,
  found: Found<Entry>,
  size: number,
  expiresAt: number | null,
): Promise<true | null> {
  const [bytes] = await driver.read<[number]>([BYTES_KEY]);
  const isDone = await driver.commit({
    checks: [bytes, found],
    delete: keysOf(found.key.at(-1) as string, expiresAt),
    set: [{ key: BYTES_KEY, value: Math.max(0, (bytes.value ?? 0) - size) }],
  });
  return isDone || null;
}

if (import.meta.main) {
  const [file, older] = Deno.args;
  const days = Number(/^--older=(\d+)$/.exec(older ?? "")?.[1] ?? NaN);
  if (file === undefined || (older !== undefined && Number.isNaN(days))) {
    throw new Error("Name the store's file: deno task experiments:purge FILE [--older=DAYS]");
  }
  const wait = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));
  const driver = kvDriver(await Deno.openKv(file));
  const ports = { now: Date.now, wait, random: Math.random };
  const { deleted, damaged } = await purge(
    driver,
    Number.isNaN(days) ? null : Date.now() - days * DAY,
    ports,
  );
  driver.close();
  // deno-lint-ignore no-console
  console.log(
    `${deleted} deleted because of their age, ${damaged} that cannot be read left; what had expired is gone.`,
  );
}
