/** The store over a clock that runs for days and years, beside the plainest words for its rules. */
import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { createStore } from "@/lib/experiment/store/create_store.ts";
import type { StoreDriver } from "@/lib/experiment/store/store_driver.ts";
import { cryptoBytes } from "@/lib/experiment/store/secret.ts";
import { forgettingDriver } from "./forgetting_driver.ts";
import { StoreModel } from "./store_model.ts";
import { CONTENT, DAY, sizeOf } from "./test_store.ts";

/** No round time: 17:03:04.567. */
const START = Date.UTC(2026, 1, 27, 17, 3, 4, 567);
const CLIENTS = ["203.0.113.7", "203.0.113.8"];
const LIMITS = { perDay: 3, most: 7 };

type Act =
  | { readonly kind: "wait"; readonly milliseconds: number }
  | { readonly kind: "midnight"; readonly offset: number }
  | { readonly kind: "save"; readonly client: number; readonly lasts: number | null }
  | { readonly kind: "read" | "remove" | "guess"; readonly which: number }
  | { readonly kind: "restart" };

const spans = fc.oneof(
  fc.integer({ min: 0, max: 61_000 }),
  fc.constantFrom(
    59_999,
    60_000,
    DAY - 1,
    DAY,
    DAY + 1,
    2 * DAY,
    29 * DAY,
    30 * DAY,
    31 * DAY,
    700 * DAY,
    731 * DAY,
  ),
  fc.integer({ min: 0, max: 40 * DAY }),
);

const acts: fc.Arbitrary<Act> = fc.oneof(
  fc.record({ kind: fc.constant("wait" as const), milliseconds: spans }),
  fc.record({ kind: fc.constant("midnight" as const), offset: fc.constantFrom(-1001, -1, 0, 1) }),
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant("save" as const),
      client: fc.nat(1),
      lasts: fc.oneof(
        fc.constant(null),
        fc.constantFrom(1, 60_000, DAY, 7 * DAY),
        fc.integer({ min: 1, max: DAY }),
      ),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom("read", "remove", "guess"), which: fc.nat(9) }) },
  fc.record({ kind: fc.constant("restart" as const) }),
);

/** A store beside its model, with a clock that acts move. */
function opened() {
  const clock = { time: START };
  const now = () => clock.time;
  const driver = forgettingDriver(now);
  const model = new StoreModel(now, LIMITS);
  const limits = { perDay: LIMITS.perDay, totalBytes: LIMITS.most * sizeOf(CONTENT) };
  const ports = { now, wait: () => Promise.resolve(), randomBytes: cryptoBytes };
  let store = createStore(driver, limits, ports);

  async function save(client: string, lasts: number | null): Promise<void> {
    const expiresAt = lasts === null ? null : now() + lasts;
    const expected = model.save(client);
    const outcome = await store.save(CONTENT, { client, expiresAt });
    if (outcome.kind !== "stored") return assertEquals<unknown>(outcome, expected);
    assertEquals(expected.kind, "stored");
    assertEquals(outcome.expiresAt, model.stored(outcome, expiresAt));
  }

  async function read(id: string): Promise<void> {
    const expected = model.read(id);
    const outcome = await store.read(id);
    if (outcome.kind !== "found") return assertEquals<unknown>(outcome, expected);
    const { createdAt, expiresAt, ...content } = outcome.experiment;
    assertEquals<unknown>([{ kind: "found", createdAt, expiresAt }, content], [expected, CONTENT]);
    // Prolonging is not waited for.
    await new Promise((resolve) => setTimeout(resolve));
  }

  async function act(act: Act): Promise<void> {
    if (act.kind === "wait") clock.time += act.milliseconds;
    else if (act.kind === "midnight") clock.time = (Math.floor(clock.time / DAY) + 1) * DAY + act.offset;
    else if (act.kind === "save") await save(CLIENTS[act.client]!, act.lasts);
    else if (act.kind === "restart") [store] = [createStore(driver, limits, ports), model.restart()];
    else {
      const [id, fate] = [...model.fates][act.which] ?? [];
      if (id === undefined) return;
      if (act.kind === "read") return await read(id);
      const token = act.kind === "remove" ? fate!.token : "a".repeat(32);
      assertEquals(await store.remove(id, token), model.remove(id, token));
    }
  }

  async function check(): Promise<void> {
    assertEquals(await store.usedBytes(), model.counted * sizeOf(CONTENT));
    await checkForgotten(driver, clock.time);
  }

  return { act, check, read, model };
}

/** After two days nothing of a client is there, nor what an address could be found with. */
async function checkForgotten(driver: StoreDriver, time: number): Promise<void> {
  const oldest = new Date(time - 2 * DAY).toISOString().slice(0, 10);
  for (const kind of ["count", "salt"]) {
    for await (const { key } of driver.list(["experiments", kind])) {
      assert(String(key[2]) >= oldest, `${key}`);
    }
  }
}

Deno.test("for days and years a store does what its rules say: limits, expiry, marks, sizes, what is forgotten", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(acts, { maxLength: 40 }), async (list) => {
      const site = opened();
      for (const each of list) {
        await site.act(each);
        await site.check();
      }
      for (const id of site.model.fates.keys()) await site.read(id);
    }),
    { numRuns: 120 },
  );
});

Deno.test("a deleted experiment that was to expire is not given back once more, and leaves no mark", async () => {
  const site = opened();
  await site.act({ kind: "save", client: 0, lasts: DAY });
  await site.act({ kind: "save", client: 0, lasts: null });
  await site.act({ kind: "remove", which: 0 });
  await site.act({ kind: "wait", milliseconds: 2 * DAY });
  await site.act({ kind: "save", client: 1, lasts: null });
  await site.check();
  assertEquals(site.model.counted, 2);
  await site.act({ kind: "read", which: 0 });
});

Deno.test("a client's count is the same in an instance that starts later in the day, and a new one after midnight", async () => {
  const site = opened();
  const save: Act = { kind: "save", client: 0, lasts: null };
  for (const kind of ["restart", "restart", "restart"] as const) {
    await site.act(save);
    await site.act({ kind });
  }
  await site.act({ kind: "midnight", offset: -1 });
  assertEquals(site.model.save(CLIENTS[0]!), { kind: "too_many", limit: 3, retryAfterSeconds: 1 });
  await site.act(save);
  await site.act({ kind: "wait", milliseconds: 1 });
  await site.act(save);
  assertEquals(site.model.counted, 4);
});
