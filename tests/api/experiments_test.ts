import { assert, assertEquals, assertNotEquals, assertStringIncludes } from "@std/assert";
import fc from "fast-check";
import type { LogEntry } from "@/lib/server/observe/log_entry.ts";
import { labs } from "@/routes/labs.ts";
import { experimentResponse, storedResponse } from "@/routes/api/experiments/schemas.ts";
import { pages } from "@/routes/mod.ts";
import { memoryStore } from "../server/memory_store.ts";
import { type Ask, siteWith } from "../server/site_under_test.ts";
import { anyJson, damaged, fitting, type JsonSchema } from "./schema_arbitrary.ts";

const PATH = "/api/v1/experiments";
const BODY = {
  page: "/softmax",
  query: { logits: [3, 1.5], temperature: 0.5 },
  title: " Two <b>logits</b> ",
  note: "First line\nsecond",
  results: {
    sources: ["softmax"],
    figures: [{ name: "Entropy", value: 0.25 }, { name: "Far", value: null }],
  },
};

async function siteWithStore(
  limits: Parameters<typeof memoryStore>[0] = {},
  environment: Record<string, string> = {},
) {
  const log: LogEntry[] = [];
  const opened = await memoryStore(limits);
  const ask = siteWith({ RATE_LIMIT: "0", TRUSTED_PROXY: "1", ...environment }, log, opened.store);
  return { ask, log, clock: opened.clock, store: opened.store, [Symbol.dispose]: opened[Symbol.dispose] };
}

function post(ask: Ask, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return ask(PATH, {
    method: "POST",
    body: text,
    headers: { "content-type": "application/json", "x-forwarded-for": "1.1.1.1", ...headers },
  });
}

function remove(ask: Ask, id: string, token: string | null): Promise<Response> {
  const headers = token === null ? {} : { authorization: `Bearer ${token}` };
  return ask(`${PATH}/${id}`, { method: "DELETE", headers });
}

async function expectProblem(response: Response, status: number) {
  assertEquals(response.status, status);
  assertEquals(response.headers.get("content-type"), "application/problem+json");
  assertEquals(response.headers.get("access-control-allow-origin"), "*");
  const { errors, detail } = await response.json();
  assert(detail.length > 10);
  return errors as { pointer: string; detail: string }[];
}

Deno.test("POST stores an experiment, GET gives it back without its token, DELETE takes the token", async () => {
  using site = await siteWithStore({}, { PUBLIC_ORIGIN: "https://example.org" });
  const { ask } = site;
  const stored = await post(ask, BODY);
  const { id, url, delete_token: token, expires_at: expires } = storedResponse.parse(await stored.json());
  assertEquals([stored.status, stored.headers.get("cache-control")], [201, "no-store"]);
  assertEquals(stored.headers.get("location"), `${PATH}/${id}`);
  const days = (Date.parse(expires!) - Date.now()) / 86_400_000;
  assertEquals([url, Math.round(days)], [`https://example.org/e/${id}`, 730]);
  const read = await ask(`${PATH}/${id}`);
  const experiment = experimentResponse.parse(await read.clone().json());
  assertEquals(experiment.query, { logits: ["3", "1.5"], temperature: "0.5" });
  assertEquals([experiment.title, experiment.note], ["Two <b>logits</b>", BODY.note]);
  assertEquals(experiment.results, BODY.results);
  assert(!(await read.text()).includes(token));
  await expectProblem(await remove(ask, id, null), 401);
  await expectProblem(await remove(ask, id, "x".repeat(32)), 403);
  const removed = await remove(ask, id, token);
  assertEquals([removed.status, await removed.text()], [204, ""]);
  await expectProblem(await remove(ask, id, token), 404);
  await expectProblem(await ask(`${PATH}/${id}`), 404);
});

Deno.test("an experiment cannot be changed, and another method is refused", async () => {
  using site = await siteWithStore();
  const { id } = await (await post(site.ask, BODY)).json();
  const put = await site.ask(`${PATH}/${id}`, { method: "PUT", body: "{}" });
  await expectProblem(put, 405);
  assertEquals(put.headers.get("allow")?.split(", ").sort(), ["DELETE", "GET", "HEAD", "OPTIONS"].sort());
});

Deno.test("every page that has an embed can be stored, and no other", async () => {
  assertEquals<unknown>(labs, pages.filter(({ embed }) => embed));
  using site = await siteWithStore();
  for (const { path: page } of labs) {
    assertEquals((await post(site.ask, { page, query: {} })).status, 201, page);
  }
  const errors = await expectProblem(await post(site.ask, { page: "/privacy", query: {} }), 422);
  assertEquals(errors.map(({ pointer }) => pointer), ["/page"]);
});

Deno.test("what a page would have to correct is refused, with a pointer to it", async () => {
  using site = await siteWithStore();
  const pointersOf = async (body: unknown) =>
    (await expectProblem(await post(site.ask, body), 422)).map(({ pointer }) => pointer);
  const query = { temperature: "hot", "a/b": 1, top_p: [0.5, 0.6], text: "fine" };
  assertEquals((await pointersOf({ page: "/", query })).sort(), [
    "/query/a~1b",
    "/query/temperature",
    "/query/top_p",
  ]);
  assertEquals(await pointersOf({ page: "/", query: {}, title: "x".repeat(121) }), ["/title"]);
  assertEquals(await pointersOf({ page: "/", query: {}, title: "two\nlines" }), ["/title"]);
  assertEquals(await pointersOf({ page: "/", query: {}, note: "\u0000" }), ["/note"]);
  assertEquals(await pointersOf({ page: "/", query: {}, expires_in_days: 0.5 }), ["/expires_in_days"]);
  assertEquals(await pointersOf({ page: "/", query: {}, results: { figures: [{}] } }), [
    "/results/figures/0/name",
    "/results/figures/0/value",
  ]);
  assertEquals(await pointersOf({ page: "/", query: {}, id: "mine" }), ["/id"]);
  await expectProblem(await post(site.ask, "{"), 400);
  await expectProblem(await post(site.ask, "{}", { "content-type": "text/plain" }), 415);
});

Deno.test("48 KiB are taken, one byte more is not", async () => {
  using site = await siteWithStore();
  const empty = JSON.stringify({ page: "/", query: { text: "" } }).length;
  const body = (length: number) => ({ page: "/", query: { text: "x".repeat(length - empty) } });
  // What is stored names the parts that were left out, so it is a little longer than the shortest request.
  const stored = await post(site.ask, body(48 * 1024 - 100));
  assertEquals(stored.status, 201);
  const { id } = await stored.json();
  const { query } = await (await site.ask(`${PATH}/${id}`)).json();
  assertEquals(query.text.length, 48 * 1024 - 100 - empty);
  await expectProblem(await post(site.ask, body(48 * 1024)), 413);
  await expectProblem(await post(site.ask, body(48 * 1024 + 1)), 413);
  await expectProblem(await post(site.ask, body(200 * 1024)), 413);
  const wrong = { ...body(60 * 1024), results: { figures: new Array(501).fill({ name: "", value: 0 }) } };
  await expectProblem(await post(site.ask, wrong), 422);
});

Deno.test("an experiment that expires says when, and answers 410 from then on", async () => {
  using site = await siteWithStore();
  const { id, expires_at: expires } = await (await post(site.ask, { ...BODY, expires_in_days: 7 })).json();
  assert(Math.abs(Date.parse(expires) - Date.now() - 7 * 86_400_000) < 60_000, expires);
  assertEquals((await (await site.ask(`${PATH}/${id}`)).json()).expires_at, expires);
  site.clock.time = Date.parse(expires);
  await expectProblem(await site.ask(`${PATH}/${id}`), 410);
});

Deno.test("a client stores so many a day and is told when to come again; others are not kept from it", async () => {
  using site = await siteWithStore({ perDay: 2 });
  for (const _ of [1, 2]) assertEquals((await post(site.ask, BODY)).status, 201);
  const refused = await post(site.ask, BODY);
  const wait = Number(refused.headers.get("retry-after"));
  assert(wait > 0 && wait <= 86_400, `${wait}`);
  await expectProblem(refused, 429);
  assertEquals((await post(site.ask, BODY, { "x-forwarded-for": "2.2.2.2" })).status, 201);
});

Deno.test("a full store answers 507, until something is deleted", async () => {
  using site = await siteWithStore({ totalBytes: 500 });
  const first = await (await post(site.ask, BODY)).json();
  assertEquals((await post(site.ask, BODY)).status, 201);
  await expectProblem(await post(site.ask, BODY), 507);
  assertEquals((await remove(site.ask, first.id, first.delete_token)).status, 204);
  assertEquals((await post(site.ask, BODY)).status, 201);
});

Deno.test("without a store every operation answers 503 and points at the long link", async () => {
  const ask = siteWith({ RATE_LIMIT: "0" });
  for (const response of [await post(ask, BODY), await ask(`${PATH}/x`), await remove(ask, "x", "y")]) {
    assertStringIncludes((await response.clone().json()).detail, "long link");
    assertEquals(response.headers.get("retry-after"), "60");
    await expectProblem(response, 503);
  }
});

Deno.test("experiments are counted with all other requests of a client", async () => {
  using site = await siteWithStore({}, { RATE_LIMIT: "3" });
  const { ask } = site;
  const stored = await post(ask, BODY);
  assertEquals([stored.status, stored.headers.get("ratelimit-remaining")], [201, "2"]);
  const headers = { "x-forwarded-for": "1.1.1.1" };
  const { id } = await stored.json();
  assertEquals((await ask(`${PATH}/${id}`, { headers })).headers.get("ratelimit-remaining"), "1");
  const json = { ...headers, "content-type": "application/json" };
  const calculation = { method: "POST", body: '{"logits":[1]}', headers: json };
  assertEquals((await ask("/api/v1/softmax", calculation)).status, 200);
  await expectProblem(await ask(`${PATH}/${id}`, { headers }), 429);
});

Deno.test("other origins may store, read and delete", async () => {
  using site = await siteWithStore();
  const preflight = await site.ask(`${PATH}/some-id`, { method: "OPTIONS" });
  assertEquals(preflight.status, 204);
  assertEquals(preflight.headers.get("access-control-allow-origin"), "*");
  assertEquals(preflight.headers.get("access-control-allow-methods"), "GET,DELETE");
  assertEquals(preflight.headers.get("access-control-allow-headers"), "authorization");
  const storing = await site.ask(PATH, { method: "OPTIONS" });
  assertStringIncludes(storing.headers.get("access-control-allow-methods") ?? "", "POST");
  const stored = await post(site.ask, BODY, { origin: "https://example.org" });
  assertEquals(stored.headers.get("access-control-allow-origin"), "*");
  assertStringIncludes(stored.headers.get("access-control-expose-headers") ?? "", "Location");
});

Deno.test("the log holds neither ids nor what was stored", async () => {
  using site = await siteWithStore();
  const { id, delete_token: token } = await (await post(site.ask, BODY)).json();
  await site.ask(`${PATH}/${id}`);
  await site.ask(`/e/${id}`);
  await remove(site.ask, id, token);
  const text = JSON.stringify(site.log);
  assertEquals(site.log.length, 4);
  for (const secret of [id, token, "logits", "1.1.1.1"]) assert(!text.includes(secret), text);
});

Deno.test("the document describes the operations, and its example is stored", async () => {
  using site = await siteWithStore();
  const { paths } = await (await site.ask("/api/v1/openapi.json")).json();
  assertEquals(Object.keys(paths["/experiments/{id}"]), ["parameters", "get", "delete"]);
  assertEquals(Object.keys(paths["/experiments"].post.responses), [
    "201",
    "400",
    "413",
    "415",
    "422",
    "429",
    "503",
    "507",
  ]);
  const { example } = paths["/experiments"].post.requestBody.content["application/json"];
  assertEquals((await post(site.ask, example)).status, 201);
  const html = await (await site.ask("/api")).text();
  assertStringIncludes(html, "/api/v1/experiments/{id}");
});

Deno.test("no body makes storing fail, and what is stored is read as the document says", async () => {
  using site = await siteWithStore({ perDay: 0 });
  const document = await (await site.ask("/api/v1/openapi.json")).json();
  const schema: JsonSchema = document.components.schemas.ExperimentRequest;
  const fits = fitting(schema) as fc.Arbitrary<Record<string, unknown>>;
  const seen = new Set<number>();
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(fits.map((body) => ({ ...body, query: {} })), fits, damaged(schema), anyJson),
      async (body) => {
        const { status, json } = await answerOf(post(site.ask, JSON.stringify(body)));
        assert([201, 413, 422].includes(status), `${status} to ${JSON.stringify(body)}`);
        seen.add(status);
        if (status !== 201) return;
        const { id } = storedResponse.parse(json);
        experimentResponse.parse((await answerOf(site.ask(`${PATH}/${id}`))).json);
        const page = await site.ask(`/e/${id}`, { method: "HEAD" });
        assertNotEquals(page.status, 500, JSON.stringify(body));
      },
    ),
    { numRuns: 300 },
  );
  assert(seen.has(201) && seen.has(422), [...seen].join());
});

async function answerOf(asked: Promise<Response>): Promise<{ status: number; json: unknown }> {
  const response = await asked;
  return { status: response.status, json: await response.json() };
}
