/** The store's bounds over the plainest database: one commit's worth of expiries, whole networks, sizes and names. */
import { assertEquals } from "@std/assert";
import { commitDraft, LASTING } from "@/lib/experiment/store/commit_draft.ts";
import { createStore } from "@/lib/experiment/store/create_store.ts";
import {
  BYTES_KEY,
  decodeContent,
  encodeContent,
  entryKey,
  expiryKey,
  keysOf,
} from "@/lib/experiment/store/entry.ts";
import { eraseEntry } from "@/lib/experiment/store/erase_entry.ts";
import { prolong } from "@/lib/experiment/store/prolong.ts";
import { purge } from "@/lib/experiment/store/purge.ts";
import { hashSecret, isSecretOf, randomName } from "@/lib/experiment/store/secret.ts";
import type { StoreDriver, StoreKey } from "@/lib/experiment/store/store_driver.ts";
import { releaseExpired } from "@/lib/experiment/store/sweep.ts";
import { memoryDriver } from "./memory_driver.ts";
import { CONTENT, DAY, NOON } from "./test_store.ts";

const PORTS = { now: () => NOON, wait: () => Promise.resolve(), random: () => 0.5 };

async function valueAt(driver: StoreDriver, key: StoreKey): Promise<unknown> {
  return (await driver.read<[unknown]>([key]))[0].value;
}

const bytesOf = (driver: StoreDriver) => valueAt(driver, BYTES_KEY);

/** A database that counts its commits. */
function counted() {
  const driver = memoryDriver();
  const commits: number[] = [];
  const commit: StoreDriver["commit"] = (
    change,
  ) => (commits.push(change.checks.length), driver.commit(change));
  return { driver: { ...driver, commit }, commits };
}

Deno.test("a sweep releases 90 in a commit, at their time and not before, and never takes more than there is", async () => {
  const sweep = async (count: number, time: number) => {
    const { driver, commits } = counted();
    const set = Array.from({ length: count }, (_, i) => ({ key: expiryKey(1000, `id${i}`), value: 3 }));
    await driver.commit({ checks: [], set: [...set, { key: BYTES_KEY, value: 3 * count + 4 }] });
    await releaseExpired(driver, time, PORTS);
    return [commits.slice(1), await bytesOf(driver)];
  };
  assertEquals([await sweep(2, 999), await sweep(2, 1000)], [[[], 10], [[3], 4]]);
  assertEquals([await sweep(90, 1000), await sweep(91, 1000)], [[[91], 4], [[91, 2], 4]]);
  const driver = memoryDriver();
  await driver.commit({
    checks: [],
    set: [{ key: expiryKey(1, "a"), value: 9 }, { key: BYTES_KEY, value: 5 }],
  });
  await releaseExpired(driver, 1, PORTS);
  assertEquals(await bytesOf(driver), 0);
  assertEquals(await valueAt(driver, entryKey("a")), { kind: "expired", expiresAt: 1 });
});

function kept(patch: object = {}) {
  const body = encodeContent(CONTENT);
  return { kind: "kept", body, tokenHash: hashSecret("t"), createdAt: NOON, expiresAt: null, ...patch };
}

Deno.test("a purge deletes what was stored before a time, leaves marks alone, and counts what it cannot read", async () => {
  const driver = memoryDriver();
  const entries = {
    old: kept({ createdAt: NOON - 1 }),
    young: kept(),
    mark: { kind: "expired", expiresAt: 1 },
    text: kept({ body: "text" }),
    odd: { kind: "odd" },
  };
  const set = Object.entries(entries).map(([id, value]) => ({ key: entryKey(id), value: value as unknown }));
  await driver.commit({ checks: [], set: [...set, { key: BYTES_KEY, value: 2 * kept().body.length }] });
  assertEquals(await purge(driver, null, PORTS), { deleted: 0, damaged: 2 });
  assertEquals(await purge(driver, NOON, PORTS), { deleted: 1, damaged: 2 });
  const left = await Promise.all(
    Object.keys(entries).map(async (id) => await valueAt(driver, entryKey(id)) !== null),
  );
  assertEquals([left, await bytesOf(driver)], [[false, true, true, true, true], kept().body.length]);
});

Deno.test("deleting takes an experiment's place in the order of expiry with it, and no more bytes than there are", async () => {
  const driver = memoryDriver();
  const key = expiryKey(NOON + DAY, "a");
  await driver.commit({
    checks: [],
    set: [{ key: entryKey("a"), value: kept({ expiresAt: NOON + DAY }) }, { key, value: 1 }, {
      key: BYTES_KEY,
      value: 3,
    }],
  });
  assertEquals([await eraseEntry(driver, "a", "x"), await eraseEntry(driver, "b", "t")], [
    "wrong_token",
    "unknown",
  ]);
  assertEquals(await eraseEntry(driver, "a", "t"), "removed");
  assertEquals([await valueAt(driver, key), await bytesOf(driver)], [null, 0]);
  assertEquals([keysOf("a", null).length, keysOf("a", 5)], [1, [entryKey("a"), expiryKey(5, "a")]]);
});

Deno.test("an expiry is put off once it is a month nearer than two years, to the day", async () => {
  const expiryAfter = async (days: number, patch: object = {}) => {
    const driver = memoryDriver();
    const value = kept({ expiresAt: NOON + LASTING, isProlonged: true, ...patch });
    await driver.commit({ checks: [], set: [{ key: entryKey("a"), value }] });
    const [found] = await driver.read<[never]>([entryKey("a")]);
    await prolong(driver, found, "a", NOON + days * DAY);
    const [after] = await driver.read<[{ expiresAt: number }]>([entryKey("a")]);
    return (after.value!.expiresAt - NOON - LASTING) / DAY;
  };
  assertEquals([LASTING, await expiryAfter(29.99), await expiryAfter(30)], [730 * DAY, 0, 30]);
  assertEquals(await expiryAfter(90, { isProlonged: false }), 0);
});

/** Stores drafts for clients, each with another id. */
function storing(perDay: number) {
  let turn = 0;
  const commit = commitDraft(memoryDriver(), {
    limits: { perDay, totalBytes: 1e6 },
    now: () => NOON + DAY / 2 - 1500,
    randomBytes: (length) => new Uint8Array(length).fill(++turn),
    hashes: { of: (day, client) => Promise.resolve(`${day} ${client}`) },
  });
  const draft = (client: string) => ({
    body: new Uint8Array(4),
    options: { client, expiresAt: null },
    deleteToken: "t",
  });
  return async (client: string) => {
    const outcome = await commit(draft(client));
    return outcome?.kind === "too_many" ? outcome.retryAfterSeconds : outcome?.kind;
  };
}

Deno.test("a client of IPv4 has no network to share; of IPv6 the first 48 bits count, four clients' worth", async () => {
  const save = storing(1);
  // A second and a half before midnight are two whole seconds.
  assertEquals([await save("192.0.2.1"), await save("192.0.2.1"), await save("192.0.2.2")], [
    "stored",
    2,
    "stored",
  ]);
  const kinds: unknown[] = [];
  for (const client of ["1:2:3:4::/64", "1:2:3:5::/64", "1:2:3:6::/64", "1:2:3:7::/64", "1:2:3:8::/64"]) {
    kinds.push(await save(client));
  }
  assertEquals([kinds, await save("1:2:4:4::/64")], [["stored", "stored", "stored", "stored", 2], "stored"]);
  const short = storing(1);
  // Two colons are no network of 48 bits.
  for (const client of ["1::1", "1::2", "1::3", "1::4", "1::5"]) assertEquals(await short(client), "stored");
  const free = storing(0);
  assertEquals([await free("a"), await free("a"), await free("a")], ["stored", "stored", "stored"]);
});

Deno.test("a name has four letters for three bytes, and a secret is known by its hash alone", () => {
  assertEquals(randomName(3, () => Uint8Array.of(0xfb, 0xff, 0xbf)), "-_-_");
  assertEquals(randomName(12, (length) => new Uint8Array(length)).length, 16);
  const hash = hashSecret("a");
  assertEquals([hash.length, isSecretOf(hash, "a"), isSecretOf(hash, "b")], [32, true, false]);
});

Deno.test("a body that lacks any part of an experiment is damaged; what may be missing may be null", () => {
  const is = (patch: object) =>
    decodeContent(new TextEncoder().encode(JSON.stringify({ ...CONTENT, ...patch }))) !== null;
  assertEquals([is({}), is({ title: null, note: null, results: null })], [true, true]);
  const wrong = [{ page: 1 }, { query: null }, { query: [] }, { title: 1 }, { note: 1 }, { results: 1 }, {
    results: [],
  }];
  for (const patch of wrong) assertEquals(is(patch), false, JSON.stringify(patch));
  assertEquals([is({ results: { sources: [] } }), is({ results: { figures: [] } })], [false, false]);
  assertEquals(is({ results: { sources: [], figures: [] } }), true);
  assertEquals([decodeContent(Uint8Array.of(0xff)), decodeContent(null)], [null, null]);
});

Deno.test("a name of another form is no experiment's, and is not asked of the database", async () => {
  const asked: unknown[] = [];
  const driver = memoryDriver();
  const read: StoreDriver["read"] = (keys) => (asked.push(keys), driver.read(keys));
  const randomBytes = (length: number) => new Uint8Array(length);
  const store = createStore({ ...driver, read }, { perDay: 0, totalBytes: 1e9 }, { ...PORTS, randomBytes });
  for (const id of ["", "a".repeat(15), "a".repeat(17), "a".repeat(15) + "/", "a".repeat(4000)]) {
    assertEquals([(await store.read(id)).kind, await store.remove(id, "t")], ["unknown", "unknown"], id);
  }
  assertEquals(asked, []);
  assertEquals([(await store.read("a".repeat(16))).kind, asked.length], ["unknown", 1]);
});

Deno.test("an attempt that another instance undoes waits twice as long each time, by half of it at random", async () => {
  const waitsOf = async (byte: number) => {
    const waits: number[] = [];
    const ports = {
      now: () => NOON,
      wait: (milliseconds: number) => (waits.push(milliseconds), Promise.resolve()),
      randomBytes: (length: number) => new Uint8Array(length).fill(byte),
    };
    const driver = memoryDriver();
    // Another instance changes the total before each commit.
    const commit: StoreDriver["commit"] = (change) =>
      change.checks.some(({ key }) => key === BYTES_KEY) ? Promise.resolve(false) : driver.commit(change);
    const busy: StoreDriver = { ...driver, commit };
    const store = createStore(busy, { perDay: 0, totalBytes: 1e9 }, ports);
    assertEquals((await store.save(CONTENT, { client: "a", expiresAt: null })).kind, "busy");
    return waits;
  };
  const shortest = await waitsOf(0);
  assertEquals([shortest.slice(0, 8), shortest.length], [[2, 4, 8, 16, 32, 64, 125, 125], 60]);
  // 192 of 256 are three quarters: seven eighths of the longest wait.
  assertEquals((await waitsOf(192)).slice(0, 7), [3.5, 7, 14, 28, 56, 112, 218.75]);
});

Deno.test("five hundred changes wait for their turn, and one more is told that the store is busy", async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const driver = memoryDriver();
  const held: StoreDriver = {
    ...driver,
    commit: async (change) => (await promise, await driver.commit(change)),
  };
  const randomBytes = (length: number) => crypto.getRandomValues(new Uint8Array(length));
  const store = createStore(held, { perDay: 0, totalBytes: 1e9 }, { ...PORTS, randomBytes });
  const saves = Array.from({ length: 501 }, () => store.save(CONTENT, { client: "a", expiresAt: null }));
  resolve();
  const kinds = (await Promise.all(saves)).map(({ kind }) => kind);
  assertEquals([kinds.filter((kind) => kind === "stored").length, kinds.at(-1)], [500, "busy"]);
});
