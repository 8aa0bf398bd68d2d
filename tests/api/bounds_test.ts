/** Bounds of the API that no page's field has, in figures: the last that is taken, and the first that is not. */
import { assert, assertEquals } from "@std/assert";
import { MAX_TABLE_ROWS } from "@/lib/experiment/fields/calculation_limits.ts";
import { memoryStore } from "../server/memory_store.ts";
import { type Ask, siteWith } from "../server/site_under_test.ts";

const site = siteWith({ RATE_LIMIT: "0" });

/** Pointers or parameters of what is wrong with a body; none where it is taken. */
async function wrong(path: string, body: unknown, ask: Ask = site): Promise<string[]> {
  const headers = { "content-type": "application/json" };
  const response = await ask(path, { method: "POST", body: JSON.stringify(body), headers });
  const answer = await response.json();
  if (response.ok) return [];
  return answer.error
    ? [answer.error.param]
    : answer.errors.map(({ pointer }: { pointer: string }) => pointer);
}

/** Asserts that a body is taken at a bound and refused one past it. */
async function expectBound(path: string, body: (count: number) => unknown, most: number, where: string) {
  const [fits, past] = [await wrong(path, body(most)), await wrong(path, body(most + 1))];
  assert(!fits.includes(where), `${path} refuses ${most} at ${where}`);
  assertEquals(past, [where], `${path} takes ${most + 1} at ${where}`);
}

const xs = (count: number) => "x".repeat(count);
const list = <T>(count: number, value: T) => Array<T>(count).fill(value);

Deno.test("loop: a text, a token and the cells of a table", async () => {
  const path = "/api/v1/loop";
  const table = { a: { b: 1 } };
  await expectBound(path, (count) => ({ table, start: xs(count), max_steps: 1 }), 10_000, "/start");
  await expectBound(path, (count) => ({ table, start: "a", max_steps: 1, end: xs(count) }), 200, "/end");
  const row = (cells: number) =>
    Object.fromEntries(Array.from({ length: cells }, (_, i) => [`t${i}`, i === 0 ? 1 : 0]));
  const rows = (cells: number) => ({
    ...Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`r${i}`, row(1000)])),
    ...(cells > 20_000 ? { more: row(cells - 20_000) } : {}),
  });
  await expectBound(path, (count) => ({ table: rows(count), start: "none", max_steps: 1 }), 20_000, "/table");
});

Deno.test("loop: contexts of a table", async () => {
  const table = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, i) => [`c${i}`, { a: 1 }]));
  const body = (count: number) => ({ table: table(count), start: "none", max_steps: 1 });
  await expectBound("/api/v1/loop", body, MAX_TABLE_ROWS, "/table");
});

Deno.test("ngram: tokens of a context, and words that are asked for", async () => {
  const path = "/api/v1/ngram";
  const body = { corpus: ["a b", "a c"], order: 2 };
  await expectBound(path, (count) => ({ ...body, context: list(count, "a") }), 100, "/context");
  await expectBound(path, (count) => ({ ...body, words: list(count, "a") }), 1000, "/words");
});

Deno.test("score and predict: characters and tokens", async () => {
  await expectBound(
    "/api/v1/score",
    (count) => ({ model: "counts", tokens: list(count, 5) }),
    512,
    "/tokens",
  );
  await expectBound("/api/v1/score", (count) => ({ text: "a", window: count }), 512, "/window");
  for (const [name, most] of [["score", 16_000], ["predict", 8000]] as const) {
    const { status, body } = await post(`/api/v1/${name}`, { text: xs(most + 1) });
    assertEquals([status, body.errors[0].pointer], [422, "/text"], name);
    assert(!/at least/.test(body.errors[0].detail), "by its characters, unsplit");
  }
});

Deno.test("completions: prompts, characters, tokens, stops and logprobs", async () => {
  const path = "/v1/completions";
  const body = { model: "parcel-gpt", prompt: "a", max_tokens: 0 };
  await expectBound(path, (count) => ({ ...body, prompt: list(count, "a") }), 32, "prompt");
  await expectBound(path, (count) => ({ ...body, prompt: list(count, [5]) }), 32, "prompt");
  await expectBound(path, (count) => ({ ...body, stop: list(count, "b") }), 4, "stop");
  await expectBound(path, (count) => ({ ...body, logprobs: count }), 20, "logprobs");
  assertEquals(await wrong(path, { ...body, max_tokens: 513 }), ["max_tokens"]);
  assertEquals(await wrong(path, { ...body, temperature: 2.001 }), ["temperature"]);
});

Deno.test("experiments: title, note, days, sources, figures and their names", async () => {
  using store = await memoryStore({ perDay: 0 });
  const ask = siteWith({ RATE_LIMIT: "0" }, [], store.store);
  const path = "/api/v1/experiments";
  const figure = { name: "p", value: 1 };
  const results = (to: object) => ({ results: { sources: [], figures: [figure], ...to } });
  const bounds: readonly (readonly [(count: number) => object, number, string])[] = [
    [(count) => ({ title: xs(count) }), 120, "/title"],
    [(count) => ({ note: xs(count) }), 2000, "/note"],
    [(count) => ({ expires_in_days: count }), 3650, "/expires_in_days"],
    [(count) => results({ sources: list(count, "a") }), 20, "/results/sources"],
    [(count) => results({ sources: [xs(count)] }), 200, "/results/sources/0"],
    [(count) => results({ figures: list(count, figure) }), 500, "/results/figures"],
    [(count) => results({ figures: [{ name: xs(count), value: 1 }] }), 300, "/results/figures/0/name"],
    [(count) => results({ figures: [{ name: "p", value: xs(count) }] }), 300, "/results/figures/0/value"],
  ];
  for (const [body, most, where] of bounds) {
    const given = (count: number) => ({ page: "/softmax", query: {}, ...body(count) });
    assertEquals(await wrong(path, given(most), ask), [], where);
    assertEquals(await wrong(path, given(most + 1), ask), [where]);
  }
});

Deno.test("an answer names twenty faults and no more", async () => {
  const strangers = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, i) => [`f${i}`, 1]));
  assertEquals((await wrong("/api/v1/softmax", { logits: [1], ...strangers(20) })).length, 20);
  assertEquals((await wrong("/api/v1/softmax", { logits: [1], ...strangers(21) })).length, 20);
});

async function post(path: string, body: unknown) {
  const headers = { "content-type": "application/json" };
  const response = await site(path, { method: "POST", body: JSON.stringify(body), headers });
  return { status: response.status, body: await response.json() };
}
