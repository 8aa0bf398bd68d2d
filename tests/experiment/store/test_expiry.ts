import { assertEquals } from "@std/assert";
import { entryKey } from "@/lib/experiment/store/entry.ts";
import { purge } from "@/lib/experiment/store/purge.ts";
import { CONTENT, DAY, NOON, type OpenedStore, type OpenStore, save, sizeOf, stored } from "./test_store.ts";

/** When an experiment expires, or what became of it. */
async function expiryOf({ store }: OpenedStore, id: string): Promise<number | null | string> {
  const outcome = await store.read(id);
  // Prolonging is not waited for.
  await new Promise((resolve) => setTimeout(resolve, 20));
  return outcome.kind === "found" ? outcome.experiment.expiresAt : outcome.kind;
}

/** Registers what holds of time: expiry, sweeping and purging. */
export function testExpiry(name: string, opened: OpenStore): void {
  Deno.test(`${name}: an experiment has expired at its time, although the database still holds it`, async () => {
    await using site = await opened();
    const { id } = stored(await save(site.store, { expiresAt: NOON + DAY }));
    site.clock.time = NOON + DAY - 1;
    assertEquals((await site.store.read(id)).kind, "found");
    site.clock.time = NOON + DAY;
    assertEquals(await site.store.read(id), { kind: "expired", expiresAt: NOON + DAY });
  });

  Deno.test(`${name}: what has expired is given back when the next one is stored, and is still told from what never was`, async () => {
    await using site = await opened({ perDay: 0 });
    const expiring = await Promise.all(
      Array.from({ length: 200 }, () => save(site.store, { expiresAt: NOON + DAY })),
    );
    const lasting = stored(await save(site.store, { expiresAt: NOON + 3 * DAY }));
    assertEquals(await site.store.usedBytes(), 201 * sizeOf(CONTENT));
    site.clock.time = NOON + 2 * DAY;
    stored(await save(site.store));
    assertEquals(await site.store.usedBytes(), 2 * sizeOf(CONTENT));
    const { id } = stored(expiring[0]!);
    assertEquals(await site.store.read(id), { kind: "expired", expiresAt: NOON + DAY });
    assertEquals((await site.store.read(lasting.id)).kind, "found");
  });

  Deno.test(`${name}: a full store makes room of what has just expired before it refuses`, async () => {
    await using site = await opened({ totalBytes: sizeOf(CONTENT) });
    stored(await save(site.store, { expiresAt: NOON + 1000 }));
    assertEquals((await save(site.store)).kind, "full");
    site.clock.time += 1000;
    stored(await save(site.store));
  });

  Deno.test(`${name}: an experiment is kept for two years since it was opened last, put off once a month at most`, async () => {
    await using site = await opened();
    const { id } = stored(await save(site.store));
    assertEquals(await expiryOf(site, id), NOON + 730 * DAY);
    site.clock.time += 29 * DAY;
    await expiryOf(site, id);
    assertEquals(await expiryOf(site, id), NOON + 730 * DAY);
    site.clock.time += 2 * DAY;
    await expiryOf(site, id);
    assertEquals(await expiryOf(site, id), NOON + 761 * DAY);
    site.clock.time = NOON + 762 * DAY;
    assertEquals(await expiryOf(site, id), "expired");
  });

  Deno.test(`${name}: an expiry that its author chose is not put off, and what was stored before has none`, async () => {
    await using site = await opened();
    const { id } = stored(await save(site.store, { expiresAt: NOON + 60 * DAY }));
    site.clock.time += 50 * DAY;
    await expiryOf(site, id);
    assertEquals(await expiryOf(site, id), NOON + 60 * DAY);
    const body = new TextEncoder().encode(JSON.stringify(CONTENT));
    const old = { kind: "kept", body, tokenHash: new Uint8Array(32), createdAt: 0, expiresAt: null };
    await site.driver.commit({ checks: [], set: [{ key: entryKey("A".repeat(16)), value: old }] });
    site.clock.time += 5000 * DAY;
    assertEquals(await expiryOf(site, "A".repeat(16)), null);
  });

  Deno.test(`${name}: purge() deletes what is old and gives its size back`, async () => {
    await using site = await opened();
    const old = stored(await save(site.store));
    site.clock.time += 10 * DAY;
    const young = stored(await save(site.store));
    const ports = { now: () => site.clock.time, wait: () => Promise.resolve(), random: () => 0.5 };
    assertEquals(await purge(site.driver, site.clock.time - 5 * DAY, ports), { deleted: 1, damaged: 0 });
    assertEquals((await site.store.read(old.id)).kind, "unknown");
    assertEquals((await site.store.read(young.id)).kind, "found");
    assertEquals(await site.store.usedBytes(), sizeOf(CONTENT));
  });
}
