/** What pages and requests are taken to cost, in figures: what the server decides by where it computes them. */
import { assertEquals } from "@std/assert";
import {
  likelyTokens,
  ownReadingCost,
  readingCost,
  tokensOfPasses,
} from "@/lib/server/models/reading_cost.ts";
import type { SitePage } from "@/lib/server/page/site_page.ts";
import { endpoints } from "@/routes/api/endpoints.ts";
import { pageCost } from "@/routes/threads/page_cost.ts";
import { modelOf, predictorCost } from "@/routes/threads/predictor_cost.ts";

const rounded = (milliseconds: number) => Math.round(milliseconds * 1e6) / 1e6;

Deno.test("reading a text costs by its tokens, three characters each, on this thread", () => {
  assertEquals(likelyTokens("x".repeat(300)), 100);
  assertEquals(
    (["parcel-gpt", "parcel-gru", "parcel-bert", "counts"] as const).map((name) => ownReadingCost(name, 100)),
    [
      121,
      121,
      801,
      51,
    ],
  );
  assertEquals(readingCost("counts", 100), 51);
});

Deno.test("passes of windows read again what they overlap by", () => {
  const tokens = (count: number, window: number | null, stride: number | null) =>
    tokensOfPasses(count, { convention: "hf", window, stride });
  assertEquals([tokens(100, 100, 10), tokens(101, 100, 10), tokens(110, 100, 10), tokens(111, 100, 10)], [
    100,
    200,
    200,
    300,
  ]);
  assertEquals([tokens(200, 100, null), tokens(201, 100, null)], [300, 400], "half of a window by itself");
  assertEquals(tokensOfPasses(70, { convention: "lm_eval", window: 10, stride: null } as never), 140);
});

Deno.test("the predictor's page costs ten milliseconds, its chips and one pass of 128 tokens at most", () => {
  const cost = (text: string, model = "counts") =>
    rounded(predictorCost(new URLSearchParams({ text, model })).milliseconds);
  assertEquals([cost(""), cost("x".repeat(1000)), cost("x".repeat(3840)), cost("x".repeat(3841))], [
    10,
    30,
    86.8,
    10,
  ]);
  const pass = (tokens: number) => readingCost("parcel-gpt", tokens);
  assertEquals(cost("x".repeat(30), "parcel-gpt"), rounded(10 + 0.6 + pass(10)));
  assertEquals(cost("x".repeat(600), "parcel-gpt"), rounded(10 + 12 + pass(128)));
  assertEquals(["counts", "o/m", ""].map((model) => modelOf(new URLSearchParams({ model }))), [
    "counts",
    "parcel-gpt",
    "parcel-gpt",
  ]);
});

Deno.test("a page without a query costs what making it takes, one with a query its own and its characters", () => {
  const page = (to: Partial<SitePage>) => to as SitePage;
  for (const search of ["", "?"]) {
    assertEquals(pageCost(page({}), search), { milliseconds: 30 });
    assertEquals(pageCost(page({ asksModels: true }), search), { milliseconds: 10 });
    assertEquals(pageCost(undefined, search), { milliseconds: 30 });
  }
  const search = `?text=${"x".repeat(94)}`;
  assertEquals(pageCost(page({}), search), { advice: "the query", milliseconds: 31 }, "it reads none");
  assertEquals(pageCost(page({ fields: {} }), search), { advice: "the query", milliseconds: 6 });
  const cost = (params: URLSearchParams) => ({
    milliseconds: params.get("text")!.length,
    advice: "the text",
  });
  assertEquals(pageCost(page({ cost }), search), { advice: "the text", milliseconds: 95 });
});

Deno.test("a request costs by what it computes", () => {
  const cost = (name: string, request: unknown) => {
    const { milliseconds, pointer, advice } =
      endpoints.find((each) => each.name === name)!.prepare(request).cost;
    return [rounded(milliseconds), pointer, advice];
  };
  const table = { a: { b: 0.5, c: 0.5 }, b: { a: 1 } };
  assertEquals(cost("loop", { table, start: "a", max_steps: 1000 }), [6, "/max_steps", "max_steps"]);
  assertEquals(cost("sample", { logits: [1, 2, 3], draws: 1000, stages: ["temperature", "top_k"] }), [
    0.5045,
    "/draws",
    "draws",
  ]);
  const kv = { layers: 4, kv_heads: [1, 2, 3, 4], head_dim: 8, tokens: 10 };
  assertEquals(cost("kv-cache", kv), [0.16, "/kv_heads", "the list"]);
  const text = "x".repeat(30);
  assertEquals(cost("predict", { text, model: "counts" }), [6, "/text", "the text"]);
});
