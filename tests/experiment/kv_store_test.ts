import { assert, assertEquals, assertNotEquals, assertRejects } from "@std/assert";
import type { ExperimentStore, SaveOutcome } from "@/lib/experiment/store/experiment_store.ts";
import { createKvStore } from "@/lib/experiment/store/kv_store.ts";
import { openExperimentStore } from "@/lib/experiment/store/open_store.ts";
import { cryptoBytes } from "@/lib/experiment/store/secret.ts";
import { type ExperimentContent, MAX_EXPERIMENT_BYTES } from "@/lib/experiment/store/stored_experiment.ts";

const NOON = Date.UTC(2026, 0, 31, 12);
const DAY = 86_400_000;
const LIMITS = { perDay: 200, totalBytes: 1_000_000 };

const CONTENT: ExperimentContent = {
  page: "/softmax",
  query: { logits: "1,2" },
  title: "Два logits",
  note: null,
  results: null,
};

/** A store in memory with a clock of its own. */
async function storeWith(limits: Partial<typeof LIMITS> = {}) {
  const kv = await Deno.openKv(":memory:");
  const clock = { time: NOON };
  const ports = { now: () => clock.time, wait: () => Promise.resolve(), randomBytes: cryptoBytes };
  const store = createKvStore(kv, { ...LIMITS, ...limits }, ports);
  return { kv, clock, store, [Symbol.dispose]: () => store.close() };
}

function save(store: ExperimentStore, options: { client?: string; expiresAt?: number | null } = {}) {
  return store.save(CONTENT, { client: "1.1.1.1", expiresAt: null, ...options });
}

function stored(outcome: SaveOutcome): Extract<SaveOutcome, { kind: "stored" }> {
  if (outcome.kind === "stored") return outcome;
  throw new Error(`Not stored: ${outcome.kind}`);
}

function sizeOf(content: ExperimentContent): number {
  return new TextEncoder().encode(JSON.stringify(content)).length;
}

Deno.test("a stored experiment is read as it was, under an id and with a token that nobody guesses", async () => {
  using opened = await storeWith();
  const first = stored(await save(opened.store));
  const second = stored(await save(opened.store));
  assertNotEquals(first.id, second.id);
  assert(/^[\w-]{16}$/.test(first.id) && /^[\w-]{32}$/.test(first.deleteToken));
  assertEquals(await opened.store.read(first.id), {
    kind: "found",
    experiment: { ...CONTENT, createdAt: NOON, expiresAt: NOON + 730 * DAY },
  });
  for (const id of ["", "x", "A".repeat(16), "../../../../../x"]) {
    assertEquals(await opened.store.read(id), { kind: "unknown" }, id);
  }
});

Deno.test("the database holds neither the delete token nor the client's address", async () => {
  using opened = await storeWith();
  const { deleteToken } = stored(await save(opened.store, { client: "203.0.113.77" }));
  const text: string[] = [];
  for await (const { key, value } of opened.kv.list({ prefix: [] })) {
    const bytes = value instanceof Uint8Array ? new TextDecoder().decode(value) : Deno.inspect(value);
    text.push(Deno.inspect(key), bytes);
  }
  assert(text.length >= 8);
  assert(!text.some((each) => each.includes(deleteToken) || each.includes("203.0.113")), text.join("\n"));
});

Deno.test("deleting takes the token and gives the size back", async () => {
  using opened = await storeWith();
  const { id, deleteToken } = stored(await save(opened.store));
  assertEquals(await opened.store.usedBytes(), sizeOf(CONTENT));
  assertEquals(await opened.store.remove(id, "wrong"), "wrong_token");
  assertEquals((await opened.store.read(id)).kind, "found");
  assertEquals(await opened.store.remove(id, deleteToken), "removed");
  assertEquals(await opened.store.read(id), { kind: "unknown" });
  assertEquals(await opened.store.remove(id, deleteToken), "unknown");
  assertEquals(await opened.store.usedBytes(), 0);
});

Deno.test("the last byte fits, one more does not, also where letters take several bytes", async () => {
  using opened = await storeWith();
  const padded = (bytes: number) => {
    const note = "ж".repeat(8) + "x".repeat(bytes - sizeOf({ ...CONTENT, note: "ж".repeat(8) }));
    return { ...CONTENT, note };
  };
  const fits = padded(MAX_EXPERIMENT_BYTES);
  assertEquals(sizeOf(fits), MAX_EXPERIMENT_BYTES);
  const { id } = stored(await opened.store.save(fits, { client: "a", expiresAt: null }));
  const read = await opened.store.read(id);
  assertEquals(read.kind === "found" && read.experiment.note, fits.note);
  const large = await opened.store.save(padded(MAX_EXPERIMENT_BYTES + 1), { client: "a", expiresAt: null });
  assertEquals(large, { kind: "too_large", bytes: MAX_EXPERIMENT_BYTES + 1 });
});

Deno.test("exactly as many as allowed pass of a burst, each client has its own, and the next day is new", async () => {
  using opened = await storeWith({ perDay: 10 });
  const burst = await Promise.all(Array.from({ length: 30 }, () => save(opened.store)));
  assertEquals(burst.filter(({ kind }) => kind === "stored").length, 10);
  const refused = burst.find(({ kind }) => kind === "too_many");
  assertEquals(refused, { kind: "too_many", limit: 10, retryAfterSeconds: 12 * 3600 });
  stored(await save(opened.store, { client: "2.2.2.2" }));
  opened.clock.time += 12 * 3600 * 1000;
  stored(await save(opened.store));
});

Deno.test("what is deleted stays counted for the day", async () => {
  using opened = await storeWith({ perDay: 1 });
  const { id, deleteToken } = stored(await save(opened.store));
  await opened.store.remove(id, deleteToken);
  assertEquals((await save(opened.store)).kind, "too_many");
});

Deno.test("the total size is never passed by a burst, and what is deleted makes room", async () => {
  const size = sizeOf(CONTENT);
  using opened = await storeWith({ totalBytes: 5 * size + 1 });
  const burst = await Promise.all(Array.from({ length: 12 }, () => save(opened.store)));
  const kept = burst.filter(({ kind }) => kind === "stored").map(stored);
  assertEquals([kept.length, burst.filter(({ kind }) => kind === "full").length], [5, 7]);
  await opened.store.remove(kept[0]!.id, kept[0]!.deleteToken);
  stored(await save(opened.store));
  assertEquals((await save(opened.store)).kind, "full");
});

Deno.test("an experiment has expired at its time, although the database still holds it", async () => {
  using opened = await storeWith();
  const { id } = stored(await save(opened.store, { expiresAt: NOON + DAY }));
  opened.clock.time = NOON + DAY - 1;
  assertEquals((await opened.store.read(id)).kind, "found");
  opened.clock.time = NOON + DAY;
  assertEquals(await opened.store.read(id), { kind: "expired", expiresAt: NOON + DAY });
});

Deno.test("what has expired is given back when the next one is stored, and is still told from what never was", async () => {
  using opened = await storeWith({ perDay: 0 });
  const expiring = await Promise.all(
    Array.from({ length: 200 }, () => save(opened.store, { expiresAt: NOON + DAY })),
  );
  const lasting = stored(await save(opened.store, { expiresAt: NOON + 3 * DAY }));
  assertEquals(await opened.store.usedBytes(), 201 * sizeOf(CONTENT));
  opened.clock.time = NOON + 2 * DAY;
  stored(await save(opened.store));
  assertEquals(await opened.store.usedBytes(), 2 * sizeOf(CONTENT));
  const { id } = stored(expiring[0]!);
  assertEquals(await opened.store.read(id), { kind: "expired", expiresAt: NOON + DAY });
  assertEquals((await opened.store.read(lasting.id)).kind, "found");
});

Deno.test("a full store makes room of what has just expired before it refuses", async () => {
  using opened = await storeWith({ totalBytes: sizeOf(CONTENT) });
  stored(await save(opened.store, { expiresAt: NOON + 1000 }));
  assertEquals((await save(opened.store)).kind, "full");
  opened.clock.time += 1000;
  stored(await save(opened.store));
});

Deno.test("more than may wait are refused at once, and none of the others is lost", async () => {
  using opened = await storeWith({ perDay: 0 });
  const outcomes = await Promise.all(Array.from({ length: 520 }, () => save(opened.store)));
  const count = (kind: string) => outcomes.filter((each) => each.kind === kind).length;
  assertEquals([count("stored"), count("busy")], [500, 20]);
});

Deno.test("two stores over one file count together, and lose nothing", async () => {
  const folder = await Deno.makeTempDir();
  const settings = { path: `${folder}/kv.sqlite`, isManaged: false, perDay: 30, totalBytes: 1_000_000 };
  const stores = await Promise.all([1, 2].map(() => openExperimentStore(settings, () => {})));
  try {
    const saves = Array.from({ length: 40 }, (_, i) => save(stores[i % 2]!));
    const outcomes = await Promise.all(saves);
    const kept = outcomes.filter(({ kind }) => kind === "stored").map(stored);
    assertEquals([kept.length, outcomes.filter(({ kind }) => kind === "too_many").length], [30, 10]);
    for (const store of stores) {
      for (const { id } of kept) assertEquals((await store!.read(id)).kind, "found");
      assertEquals(await store!.usedBytes(), 30 * sizeOf(CONTENT));
    }
  } finally {
    for (const store of stores) store?.close();
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("openExperimentStore() has none where none is provisioned, and says so where one was asked for", async () => {
  const warnings: string[] = [];
  const open = (path: string | null) =>
    openExperimentStore({ path, isManaged: false, ...LIMITS }, (message) => warnings.push(message));
  assertEquals([await open(null), warnings], [null, []]);
  const { openKv } = Deno;
  Reflect.deleteProperty(Deno, "openKv");
  try {
    assertEquals(await open(":memory:"), null);
  } finally {
    Object.defineProperty(Deno, "openKv", { value: openKv, configurable: true, writable: true });
  }
  assertEquals(warnings.length, 1);
  await assertRejects(() => open("/nowhere/at/all/kv.sqlite"));
});
