/** What texts, corpora and completions are taken to cost, in figures, also where models have threads of their own. */
import { assertEquals } from "@std/assert";
import { findPage } from "@/lib/server/embed.ts";
import { passesCost, readingCost } from "@/lib/server/models/reading_cost.ts";
import { computesElsewhere, useModelThreads } from "@/lib/server/models/shipped_models.ts";
import { completionCost } from "@/routes/api/completions/completion_cost.ts";
import { completionRequest } from "@/routes/api/completions/completion_request.ts";
import { endpoints } from "@/routes/api/endpoints.ts";
import { pages } from "@/routes/mod.ts";
import { predictorCost } from "@/routes/threads/predictor_cost.ts";
import { scoreCost } from "@/routes/threads/score_cost.ts";

const rounded = (milliseconds: number) => Math.round(milliseconds * 1e6) / 1e6;

/** What the page at an address takes for a query. */
function pageOf(path: string, query: Record<string, string>): number {
  return rounded(findPage(pages, path)!.cost!(new URLSearchParams(query)).milliseconds);
}

/** What a request to an endpoint takes. */
function costOf(name: string, request: unknown) {
  const { milliseconds, elsewhere = 0, pointer, advice } =
    endpoints.find((each) => each.name === name)!.prepare(request).cost;
  return [rounded(milliseconds), rounded(elsewhere), pointer, advice];
}

function completion(model: "counts" | "parcel-gpt", request: unknown): number {
  const read = completionRequest.parse({ model, ...request as object });
  return rounded(completionCost(model, read).milliseconds);
}

Deno.test("a page that scores costs by its characters and its tokens, up to 64 of them under four conventions", () => {
  const cost = (length: number, query: Record<string, string> = {}) =>
    rounded(
      scoreCost(new URLSearchParams({ model: "counts", text: "x".repeat(length), ...query })).milliseconds,
    );
  assertEquals(cost(0), 30 + 4);
  assertEquals([cost(192), cost(195)], [30 + 19.2 + 4 * 33, 30 + 19.5 + 33.5]);
  assertEquals([cost(6000), cost(6003)], [30 + 600 + 257, 30 + 600 + 257], "512 tokens and 6,000 characters");
  assertEquals(cost(300, { model: "parcel-bert" }), 30 + 30 + 4 * 257, "32 tokens, each a pass");
});

Deno.test("a page that scores reads windows again, as far as its query names any", () => {
  const cost = (query: Record<string, string>) =>
    rounded(
      scoreCost(new URLSearchParams({ model: "counts", text: "x".repeat(300), ...query })).milliseconds,
    );
  // Of 100 tokens: 19 windows of 10 that move by 5, 91 that move by 1.
  assertEquals(cost({ window: "10" }), 60 + 1 + 95);
  assertEquals(cost({ window: "10", stride: "1" }), 60 + 1 + 455);
  for (const stride of ["0", "-1", "many"]) assertEquals(cost({ window: "10", stride }), 60 + 1 + 95, stride);
});

Deno.test("a page of counts costs by its corpus, which is measured too unless it is long and split in pairs", () => {
  const cost = (query: Record<string, string>) => pageOf("/ngram", query);
  assertEquals(
    ["messages", "parcel_messages", "parcel_world", "everyday"].map((corpus) => cost({ corpus })),
    [
      15.4,
      67,
      815,
      1215,
    ],
  );
  assertEquals(cost({ corpus: "everyday", unit: "bpe" }), 1035);
  assertEquals(cost({ corpus: "everyday", text: "x".repeat(1000) }), 17, "a text stands before a corpus");
  assertEquals(cost({ corpus: "y".repeat(500) }), 16);
  const pairs = (length: number) => cost({ text: "x".repeat(length), unit: "bpe" });
  assertEquals([pairs(100_000), pairs(100_001)], [15 + 520, rounded(15 + 170.0017)]);
});

Deno.test("a page of training costs by its corpus, of a cache by its layers", () => {
  const corpus = "x".repeat(1000);
  assertEquals([pageOf("/train", {}), pageOf("/train", { corpus })], [30, 40]);
  assertEquals(pageOf("/train", { corpus, tokens: "bpe" }), 50);
  assertEquals(["", "100", "4096", "4097"].map((layers) => pageOf("/kv-cache", { layers })), [
    8,
    8.6,
    32.576,
    32.576,
  ]);
});

Deno.test("a scored request costs by its tokens, those listed beside them, and what its windows read again", () => {
  const cost = (request: object) => costOf("score", { model: "counts", ...request });
  const text = "x".repeat(300);
  assertEquals(cost({ text }), [51, 0, "/text", "the text"]);
  assertEquals(cost({ text, top: 5 }), [55.5, 0, "/text", "the text"]);
  assertEquals(cost({ tokens: Array(100).fill(7) }), [51, 0, "/tokens", "the list"]);
  assertEquals(cost({ text, window: 10, stride: 1 }), [456, 0, "/window", "the window or the text"]);
  assertEquals(
    cost({ text, convention: "lm_eval" }),
    [101, 0, "/text", "the text"],
    "twice is no window's doing",
  );
  assertEquals(cost({ text: "x".repeat(6000), top: 1 }), [rounded(257 + 4.608), 0, "/text", "the text"]);
});

Deno.test("a completion costs by all prompts and by what is written behind each", () => {
  const prompt = "x".repeat(300);
  assertEquals(completion("counts", { prompt }), 51 + 9, "16 tokens by default");
  assertEquals(completion("counts", { prompt: [prompt, prompt], max_tokens: 20 }), 101 + 21);
  assertEquals(completion("counts", { prompt: [1, 2, 3], max_tokens: 0 }), 2.5 + 1);
  assertEquals(completion("counts", { prompt: "x".repeat(6000), max_tokens: 0 }), 257 + 1);
  assertEquals(completion("counts", { prompt: ["", ""], max_tokens: 500 }), 1 + 257);
  assertEquals(completion("parcel-gpt", { prompt, max_tokens: 10 }), 121 + 13);
});

// The last test of this file: from then on all models of its process have threads.
Deno.test("where models have threads this thread writes down what they computed, and those who ask a model wait for it", () => {
  useModelThreads();
  const names = ["parcel-gpt", "parcel-gru", "parcel-bert", "counts"] as const;
  assertEquals(names.map(computesElsewhere), [true, true, true, false]);
  assertEquals(names.map((name) => readingCost(name, 100)), [3, 3, 3, 51]);
  assertEquals(names.map((name) => passesCost(name, 100)), [50, 80, 800, 0]);
  const text = "x".repeat(300);
  const model = "parcel-gpt";
  assertEquals(costOf("score", { text, model, top: 5 }), [7.5, 50, "/text", "the text"]);
  assertEquals(costOf("score", { text, model, window: 10, stride: 1 }), [
    3,
    455,
    "/window",
    "the window or the text",
  ]);
  assertEquals(costOf("predict", { text: "x".repeat(30), model }), [1.2, 0, "/text", "the text"]);
  assertEquals(completion(model, { prompt: text, max_tokens: 10 }), 3 + 1, "token by token");
  assertEquals(predictorCost(new URLSearchParams({ text, model })).milliseconds, 16, "its chips alone");
  assertEquals(
    rounded(scoreCost(new URLSearchParams({ text, model })).milliseconds),
    60 + 121,
    "computed itself",
  );
});
