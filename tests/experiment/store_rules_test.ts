import { assert, assertEquals } from "@std/assert";
import { createKvStore } from "@/lib/experiment/store/kv_store.ts";
import { entryKey } from "@/lib/experiment/store/entry.ts";
import { purge } from "@/lib/experiment/store/purge.ts";
import { cryptoBytes } from "@/lib/experiment/store/secret.ts";
import { storeFailure } from "@/lib/experiment/store/store_failure.ts";

const NOON = Date.UTC(2026, 0, 31, 12);
const DAY = 86_400_000;
const CONTENT = { page: "/softmax", query: { logits: "1,2" }, title: null, note: null, results: null };

/** A store in memory with a clock of its own. */
async function opened(perDay = 200) {
  const kv = await Deno.openKv(":memory:");
  const clock = { time: NOON };
  const ports = { now: () => clock.time, wait: () => Promise.resolve(), randomBytes: cryptoBytes };
  const store = createKvStore(kv, { perDay, totalBytes: 1_000_000 }, ports);
  return { kv, clock, store, [Symbol.dispose]: () => store.close() };
}

async function saved(
  store: Awaited<ReturnType<typeof opened>>["store"],
  client = "a",
  expiresAt: number | null = null,
) {
  const outcome = await store.save(CONTENT, { client, expiresAt });
  return outcome.kind === "stored" ? outcome.id : outcome.kind;
}

async function expiryOf(store: Awaited<ReturnType<typeof opened>>["store"], id: string) {
  const outcome = await store.read(id);
  // Prolonging is not waited for.
  await new Promise((resolve) => setTimeout(resolve, 20));
  return outcome.kind === "found" ? outcome.experiment.expiresAt : outcome.kind;
}

Deno.test("an experiment is kept for two years since it was opened last, put off once a month at most", async () => {
  using site = await opened();
  const id = await saved(site.store);
  assertEquals(await expiryOf(site.store, id), NOON + 730 * DAY);
  site.clock.time += 29 * DAY;
  await expiryOf(site.store, id);
  assertEquals(await expiryOf(site.store, id), NOON + 730 * DAY);
  site.clock.time += 2 * DAY;
  await expiryOf(site.store, id);
  assertEquals(await expiryOf(site.store, id), NOON + 761 * DAY);
  site.clock.time = NOON + 762 * DAY;
  assertEquals(await expiryOf(site.store, id), "expired");
});

Deno.test("an expiry that its author chose is not put off, and what was stored before has none", async () => {
  using site = await opened();
  const id = await saved(site.store, "a", NOON + 60 * DAY);
  site.clock.time += 50 * DAY;
  await expiryOf(site.store, id);
  assertEquals(await expiryOf(site.store, id), NOON + 60 * DAY);
  const body = new TextEncoder().encode(JSON.stringify(CONTENT));
  const old = { kind: "kept", body, tokenHash: new Uint8Array(32), createdAt: 0, expiresAt: null };
  await site.kv.set(entryKey("A".repeat(16)), old);
  site.clock.time += 5000 * DAY;
  assertEquals(await expiryOf(site.store, "A".repeat(16)), null);
});

Deno.test("the clients of one IPv6 /48 store four times what one may, other networks are not counted with them", async () => {
  using site = await opened(2);
  const stored: string[] = [];
  for (let i = 0; i < 5; i++) {
    for (let j = 0; j < 2; j++) stored.push(await saved(site.store, `2001:db8:1:${i}::/64`));
  }
  assertEquals(stored.map((id) => id.length === 16), [...new Array(8).fill(true), false, false]);
  assertEquals(stored.at(-1), "too_many");
  assertEquals((await saved(site.store, "2001:db8:2:0::/64")).length, 16);
});

Deno.test("damaged entries and those of another version are refused one by one", async () => {
  using site = await opened();
  const kept = { kind: "kept", tokenHash: new Uint8Array(32), createdAt: NOON, expiresAt: null };
  const bytes = (text: string) => new TextEncoder().encode(text);
  const wrong = [
    { ...kept, body: bytes("{") },
    { ...kept, body: bytes("null") },
    { ...kept, body: bytes(`{"page":1}`) },
    { ...kept, body: "text" },
    { ...kept },
    { kind: "kept2" },
    7,
  ];
  for (const [index, value] of wrong.entries()) {
    const id = `damaged-entry-${10 + index}`;
    await site.kv.set(entryKey(id), value);
    assertEquals(await site.store.read(id), { kind: "damaged" }, JSON.stringify(value));
  }
});

Deno.test("a database that is full, read-only or broken is told, any other error is not hidden", async () => {
  const cases: [string, string | null][] = [
    ["database or disk is full", "full"],
    ["attempt to write a readonly database", "failing"],
    ["database disk image is malformed", "failing"],
    ["file is not a database", "failing"],
    ["disk I/O error", "failing"],
    ["x is not a function", null],
  ];
  for (const [message, kind] of cases) assertEquals(storeFailure(new Error(message)), kind, message);
  const site = await opened();
  site.store.close();
  assertEquals(await saved(site.store), "failing");
  assertEquals((await site.store.read("A".repeat(16))).kind, "failing");
  assert(!site.store.isWorking);
});

Deno.test("purge() deletes what is old and gives its size back", async () => {
  using site = await opened();
  const old = await saved(site.store);
  site.clock.time += 10 * DAY;
  const young = await saved(site.store);
  const ports = { now: () => site.clock.time, wait: () => Promise.resolve(), random: () => 0.5 };
  const before = await site.store.usedBytes();
  assertEquals(await purge(site.kv, site.clock.time - 5 * DAY, ports), { deleted: 1, damaged: 0 });
  assertEquals([(await site.store.read(old)).kind, (await site.store.read(young)).kind], [
    "unknown",
    "found",
  ]);
  assertEquals(await site.store.usedBytes(), before / 2);
});
