import { assertEquals } from "@std/assert";
import { createStore } from "@/lib/experiment/store/create_store.ts";
import { cryptoBytes } from "@/lib/experiment/store/secret.ts";
import { CONTENT, NOON, type OpenStore, save, sizeOf, stored } from "./test_store.ts";

/** Registers what holds of many who store at once: the limits. */
export function testBursts(name: string, opened: OpenStore): void {
  Deno.test(`${name}: exactly as many as allowed pass of a burst, each client has its own, and the next day is new`, async () => {
    await using site = await opened({ perDay: 10 });
    const burst = await Promise.all(Array.from({ length: 30 }, () => save(site.store)));
    assertEquals(burst.filter(({ kind }) => kind === "stored").length, 10);
    const refused = burst.find(({ kind }) => kind === "too_many");
    assertEquals(refused, { kind: "too_many", limit: 10, retryAfterSeconds: 12 * 3600 });
    stored(await save(site.store, { client: "2.2.2.2" }));
    site.clock.time += 12 * 3600 * 1000;
    stored(await save(site.store));
  });

  Deno.test(`${name}: what is deleted stays counted for the day`, async () => {
    await using site = await opened({ perDay: 1 });
    const { id, deleteToken } = stored(await save(site.store));
    await site.store.remove(id, deleteToken);
    assertEquals((await save(site.store)).kind, "too_many");
  });

  Deno.test(`${name}: the total size is never passed by a burst, and what is deleted makes room`, async () => {
    await using site = await opened({ totalBytes: 5 * sizeOf(CONTENT) + 1 });
    const burst = await Promise.all(Array.from({ length: 12 }, () => save(site.store)));
    const kept = burst.filter(({ kind }) => kind === "stored").map(stored);
    assertEquals([kept.length, burst.filter(({ kind }) => kind === "full").length], [5, 7]);
    await site.store.remove(kept[0]!.id, kept[0]!.deleteToken);
    stored(await save(site.store));
    assertEquals((await save(site.store)).kind, "full");
  });

  Deno.test(`${name}: the clients of one IPv6 /48 store four times what one may, other networks are not counted with them`, async () => {
    await using site = await opened({ perDay: 2 });
    const kinds: string[] = [];
    for (let i = 0; i < 10; i++) {
      kinds.push((await save(site.store, { client: `2001:db8:1:${i >> 1}::/64` })).kind);
    }
    assertEquals(kinds, [...new Array(8).fill("stored"), "too_many", "too_many"]);
    stored(await save(site.store, { client: "2001:db8:2:0::/64" }));
  });

  Deno.test(`${name}: two stores over one database count together, and lose nothing`, async () => {
    await using site = await opened({ perDay: 30 });
    const ports = { now: () => NOON, wait: () => Promise.resolve(), randomBytes: cryptoBytes };
    const other = createStore(site.driver, { perDay: 30, totalBytes: 1_000_000 }, ports);
    const saves = Array.from({ length: 40 }, (_, i) => save(i % 2 ? other : site.store));
    const outcomes = await Promise.all(saves);
    const kept = outcomes.filter(({ kind }) => kind === "stored").map(stored);
    assertEquals([kept.length, outcomes.filter(({ kind }) => kind === "too_many").length], [30, 10]);
    for (const store of [other, site.store]) {
      for (const { id } of kept) assertEquals((await store.read(id)).kind, "found");
      assertEquals(await store.usedBytes(), 30 * sizeOf(CONTENT));
    }
  });
}
