import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { entryKey } from "@/lib/experiment/store/entry.ts";
import { MAX_EXPERIMENT_BYTES } from "@/lib/experiment/store/stored_experiment.ts";
import { CONTENT, DAY, NOON, type OpenStore, save, sizeOf, stored } from "./test_store.ts";

/** Registers what holds of storing, reading and deleting one experiment. */
export function testEntries(name: string, opened: OpenStore): void {
  Deno.test(`${name}: a stored experiment is read as it was, under an id and with a token that nobody guesses`, async () => {
    await using site = await opened();
    const [first, second] = [stored(await save(site.store)), stored(await save(site.store))];
    assertNotEquals(first.id, second.id);
    assert(/^[\w-]{16}$/.test(first.id) && /^[\w-]{32}$/.test(first.deleteToken));
    const experiment = { ...CONTENT, createdAt: NOON, expiresAt: NOON + 730 * DAY };
    assertEquals(await site.store.read(first.id), { kind: "found", experiment });
    for (const id of ["", "x", "A".repeat(16), "../../../../../x"]) {
      assertEquals(await site.store.read(id), { kind: "unknown" }, id);
    }
  });

  Deno.test(`${name}: the database holds neither the delete token nor the client's address`, async () => {
    await using site = await opened();
    const { deleteToken } = stored(await save(site.store, { client: "203.0.113.77" }));
    const text: string[] = [];
    for await (const { key, value } of site.driver.list([])) {
      const bytes = value instanceof Uint8Array ? new TextDecoder().decode(value) : Deno.inspect(value);
      text.push(Deno.inspect(key), bytes);
    }
    assert(text.length >= 8);
    assert(!text.some((each) => each.includes(deleteToken) || each.includes("203.0.113")), text.join("\n"));
  });

  Deno.test(`${name}: deleting takes the token and gives the size back`, async () => {
    await using site = await opened();
    const { id, deleteToken } = stored(await save(site.store));
    assertEquals(await site.store.usedBytes(), sizeOf(CONTENT));
    assertEquals(await site.store.remove(id, "wrong"), "wrong_token");
    assertEquals((await site.store.read(id)).kind, "found");
    assertEquals(await site.store.remove(id, deleteToken), "removed");
    assertEquals(await site.store.read(id), { kind: "unknown" });
    assertEquals(await site.store.remove(id, deleteToken), "unknown");
    assertEquals(await site.store.usedBytes(), 0);
  });

  Deno.test(`${name}: the last byte fits, one more does not, also where letters take several bytes`, async () => {
    await using site = await opened();
    const padded = (bytes: number) => {
      const note = "ж".repeat(8) + "x".repeat(bytes - sizeOf({ ...CONTENT, note: "ж".repeat(8) }));
      return { ...CONTENT, note };
    };
    const fits = padded(MAX_EXPERIMENT_BYTES);
    assertEquals(sizeOf(fits), MAX_EXPERIMENT_BYTES);
    const { id } = stored(await site.store.save(fits, { client: "a", expiresAt: null }));
    const read = await site.store.read(id);
    assertEquals(read.kind === "found" && read.experiment.note, fits.note);
    const large = await site.store.save(padded(MAX_EXPERIMENT_BYTES + 1), { client: "a", expiresAt: null });
    assertEquals(large, { kind: "too_large", bytes: MAX_EXPERIMENT_BYTES + 1 });
  });

  Deno.test(`${name}: damaged entries and those of another version are refused one by one`, async () => {
    await using site = await opened();
    const kept = { kind: "kept", tokenHash: new Uint8Array(32), createdAt: NOON, expiresAt: null };
    const bytes = (text: string) => new TextEncoder().encode(text);
    const bodies = [bytes("{"), bytes("null"), bytes(`{"page":1}`), "text"];
    const wrong = [...bodies.map((body) => ({ ...kept, body })), { ...kept }, { kind: "kept2" }, 7];
    for (const [index, value] of wrong.entries()) {
      const id = `damaged-entry-${10 + index}`;
      await site.driver.commit({ checks: [], set: [{ key: entryKey(id), value }] });
      assertEquals(await site.store.read(id), { kind: "damaged" }, JSON.stringify(value));
    }
  });

  Deno.test(`${name}: a database that does not answer is told`, async () => {
    await using site = await opened();
    assert(site.store.isWorking);
    site.driver.close();
    assertEquals((await save(site.store)).kind, "failing");
    assertEquals((await site.store.read("A".repeat(16))).kind, "failing");
    assert(!site.store.isWorking);
  });
}
