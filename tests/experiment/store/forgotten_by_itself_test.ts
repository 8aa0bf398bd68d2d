/** When the database may forget by itself what the store writes: never before the store has done with it. */
import { assertEquals } from "@std/assert";
import { createStore } from "@/lib/experiment/store/create_store.ts";
import { cryptoBytes } from "@/lib/experiment/store/secret.ts";
import type { StoreChange } from "@/lib/experiment/store/store_driver.ts";
import { memoryDriver } from "./memory_driver.ts";
import { CONTENT, DAY } from "./test_store.ts";

/** No round time: 17:03:04.567. */
const START = Date.UTC(2026, 1, 27, 17, 3, 4, 567);

/** A store whose writes are seen, with a clock that the test moves. */
function opened() {
  const clock = { time: START };
  const seen: StoreChange[] = [];
  const own = memoryDriver();
  const driver = { ...own, commit: (change: StoreChange) => (seen.push(change), own.commit(change)) };
  const limits = { perDay: 9, totalBytes: 1e9 };
  const ports = { now: () => clock.time, wait: () => Promise.resolve(), randomBytes: cryptoBytes };
  /** What was written since: the first part of each key and when it may be forgotten, in days. */
  const written = () =>
    seen.splice(0).flatMap(({ set = [] }) => set.map(({ key, expireIn }) => [key[0], days(expireIn)]));
  return { clock, written, store: createStore(driver, limits, ports) };
}

function days(milliseconds: number | undefined): number | null {
  return milliseconds === undefined ? null : milliseconds / DAY;
}

async function settled(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve));
}

Deno.test("an experiment may be forgotten a day after it expires, a client's count and the day's salt after two days", async () => {
  const { store, written } = opened();
  const client = "2001:db8:1:2";
  await store.save(CONTENT, { client, expiresAt: START + 7 * DAY });
  const kinds = written();
  assertEquals(kinds.map(([, days]) => days), [2, 8, null, null, 2, 2]);
  await store.save(CONTENT, { client: "203.0.113.7", expiresAt: null });
  assertEquals(written().map(([, days]) => days), [731, null, null, 2]);
});

Deno.test("an experiment that is put off may be forgotten two years and a day later", async () => {
  const { store, written, clock } = opened();
  const made = await store.save(CONTENT, { client: "a", expiresAt: null });
  if (made.kind !== "stored") throw new Error(made.kind);
  written();
  clock.time += 30 * DAY - 1;
  await store.read(made.id);
  await settled();
  assertEquals(written(), [], "a month has to pass");
  clock.time += 1;
  await store.read(made.id);
  await settled();
  assertEquals(written().map(([, days]) => days), [731, null]);
});

Deno.test("that an experiment has expired may be forgotten after thirty days", async () => {
  const { store, written, clock } = opened();
  await store.save(CONTENT, { client: "a", expiresAt: START + DAY });
  written();
  clock.time += 2 * DAY;
  await store.save(CONTENT, { client: "a", expiresAt: null });
  assertEquals(written().map(([, days]) => days).filter((each) => each === 30).length, 1);
});
