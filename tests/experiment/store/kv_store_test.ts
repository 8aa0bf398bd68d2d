/** What is Deno KV's alone; the rules of all are in store_test.ts. */
import { assertEquals, assertRejects } from "@std/assert";
import { createKvStore } from "@/lib/experiment/store/kv_store.ts";
import { openExperimentStore } from "@/lib/experiment/store/open_store.ts";
import { cryptoBytes } from "@/lib/experiment/store/secret.ts";
import { CONTENT, save, sizeOf, stored } from "./test_store.ts";

const LIMITS = { perDay: 200, totalBytes: 1_000_000 };

Deno.test("more than may wait are refused at once, and none of the others is lost", async () => {
  const ports = { now: Date.now, wait: () => Promise.resolve(), randomBytes: cryptoBytes };
  const store = createKvStore(await Deno.openKv(":memory:"), { ...LIMITS, perDay: 0 }, ports);
  const outcomes = await Promise.all(Array.from({ length: 520 }, () => save(store)));
  store.close();
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

Deno.test("a file that another process holds to the end is named, after sixty tries", async () => {
  const { openKv } = Deno;
  const own = globalThis.setTimeout;
  const waits: number[] = [];
  let tries = 0;
  const held = () => (tries++, Promise.reject(new TypeError("database is locked")));
  Object.defineProperty(Deno, "openKv", { value: held, configurable: true, writable: true });
  globalThis.setTimeout =
    ((act: () => void, wait: number) => (waits.push(wait), own(act))) as typeof setTimeout;
  const settings = { path: "held.sqlite", isManaged: false, ...LIMITS };
  try {
    await assertRejects(
      () => openExperimentStore(settings, () => {}),
      Error,
      'Cannot open DENO_KV_PATH "held.sqlite": another process holds it',
    );
  } finally {
    globalThis.setTimeout = own;
    Object.defineProperty(Deno, "openKv", { value: openKv, configurable: true, writable: true });
  }
  const longest = (at: number) => Math.min(250, 4 * 2 ** at);
  assertEquals([tries, waits.length], [60, 60]);
  waits.forEach((wait, at) =>
    assertEquals(wait >= longest(at) / 2 && wait <= longest(at), true, `${at}: ${wait}`)
  );
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
