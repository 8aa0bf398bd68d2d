/** What each outcome of the store is answered with. */
import { assert, assertEquals } from "@std/assert";
import type {
  ExperimentStore,
  ReadOutcome,
  RemoveOutcome,
  SaveOptions,
  SaveOutcome,
} from "@/lib/experiment/store/experiment_store.ts";
import { siteWith } from "../server/site_under_test.ts";

const PATH = "/api/v1/experiments";
const DAY = 86_400_000;

/** A site whose store has these outcomes; what it was asked to store for how long. */
function siteOf(outcomes: { save?: SaveOutcome; read?: ReadOutcome; remove?: RemoveOutcome }) {
  const saved: SaveOptions[] = [];
  const store: ExperimentStore = {
    kind: "test",
    isWorking: true,
    save: (_, options) => (saved.push(options), Promise.resolve(outcomes.save!)),
    read: () => Promise.resolve(outcomes.read!),
    remove: () => Promise.resolve(outcomes.remove!),
    usedBytes: () => Promise.resolve(0),
    close: () => {},
  };
  const ask = siteWith({ RATE_LIMIT: "0" }, undefined, store);
  const post = (rest: Record<string, unknown> = {}) => {
    const body = JSON.stringify({ page: "/softmax", query: { logits: [1, 2] }, ...rest });
    return ask(PATH, { method: "POST", body, headers: { "content-type": "application/json" } });
  };
  return { saved, ask, post };
}

/** Status, when to come again, and the title of the problem. */
async function told(response: Response) {
  const { title } = await response.json();
  return [response.status, response.headers.get("retry-after"), title];
}

Deno.test("what is not stored says why, and when to come again where that helps", async () => {
  const refusals: [SaveOutcome, unknown[]][] = [
    [{ kind: "too_large", bytes: 50_000 }, [413, null, "Experiment too large"]],
    [{ kind: "too_many", limit: 7, retryAfterSeconds: 321 }, [429, "321", "Too many experiments"]],
    [{ kind: "full" }, [507, null, "The store is full"]],
    [{ kind: "busy" }, [503, "2", "The store is busy"]],
    [{ kind: "failing" }, [503, "2", "The store fails"]],
  ];
  for (const [save, expected] of refusals) assertEquals(await told(await siteOf({ save }).post()), expected);
});

Deno.test("what is not found says whether it ever was", async () => {
  const refusals: [ReadOutcome, unknown[]][] = [
    [{ kind: "unknown" }, [404, null, "No such experiment"]],
    [{ kind: "expired", expiresAt: 0 }, [410, null, "The experiment has expired"]],
    [{ kind: "damaged" }, [410, null, "The experiment cannot be read"]],
    [{ kind: "failing" }, [503, "2", "The store fails"]],
  ];
  for (const [read, expected] of refusals) {
    assertEquals(await told(await siteOf({ read }).ask(`${PATH}/abc`)), expected);
  }
  const experiment = {
    page: "/softmax",
    query: {},
    title: null,
    note: null,
    results: null,
    createdAt: 0,
    expiresAt: DAY,
  };
  const found = await siteOf({ read: { kind: "found", experiment } as ReadOutcome }).ask(`${PATH}/abc`);
  const { created_at, expires_at, results } = await found.json();
  assertEquals([found.status, created_at, expires_at, results], [
    200,
    "1970-01-01T00:00:00.000Z",
    "1970-01-02T00:00:00.000Z",
    null,
  ]);
});

Deno.test("deleting needs a bearer's token, and says what became of it", async () => {
  const remove = async (outcome: RemoveOutcome, authorization: string | null = "Bearer x") => {
    const headers = authorization === null ? {} : { authorization };
    const response = await siteOf({ remove: outcome }).ask(`${PATH}/abc`, { method: "DELETE", headers });
    return response.status === 204 ? [204, response.body] : await told(response);
  };
  assertEquals(await remove("removed"), [204, null]);
  assertEquals(await remove("removed", "bearer  x "), [204, null], "as RFC 9110 writes schemes");
  for (const other of [null, "Basic x", "Bearer", "Bearer a b"]) {
    assertEquals(await remove("removed", other), [401, null, "No delete token"], `${other}`);
  }
  assertEquals(await remove("wrong_token"), [403, null, "Wrong delete token"]);
  assertEquals(await remove("unknown"), [404, null, "No such experiment"]);
  assertEquals(await remove("busy"), [503, "2", "The store is busy"]);
  assertEquals(await remove("failing"), [503, "2", "The store fails"]);
});

Deno.test("an experiment is stored for as many days as are asked for, two years at most; without a wish the store decides", async () => {
  const { saved, post } = siteOf({ save: { kind: "stored", id: "abc", expiresAt: 0, deleteToken: "t" } });
  const start = Date.now();
  await (await post({ expires_in_days: 3 })).body?.cancel();
  await (await post({ expires_in_days: 3650 })).body?.cancel();
  const stored = await post();
  const past = Date.now() - start;
  const rest = [3, 730].map((days, at) => saved[at]!.expiresAt! - start - days * DAY);
  assert(rest.every((each) => each >= 0 && each <= past), `${rest} of ${past} ms`);
  assertEquals(saved[2]!.expiresAt, null);
  assertEquals([stored.status, stored.headers.get("location")], [201, `${PATH}/abc`]);
  const { url, delete_token, expires_at } = await stored.json();
  assertEquals([url, delete_token, expires_at], ["http://site.test/e/abc", "t", "1970-01-01T00:00:00.000Z"]);
});
