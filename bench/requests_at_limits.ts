/**
 * Each endpoint, and each page with an answer, at the largest input that it takes.
 *
 * @module
 */
import {
  MAX_CACHE_TOKENS,
  MAX_DRAWS,
  MAX_HEADS,
  MAX_LAYERS,
  MAX_LOGITS,
  MAX_POSITIONS,
  MAX_START_LENGTH,
  MAX_STEPS,
  MAX_TABLE_ROWS,
  MAX_WINDOW,
} from "@/lib/experiment/fields/calculation_limits.ts";
import { MAX_CONTEXT_TOKENS, MAX_WORDS } from "@/lib/experiment/fields/ngram_limits.ts";
import type { HostileRequest } from "./hostile_requests.ts";

/** Words of the shipped corpus: a token each, more or less. */
const WORDS = "the package left warehouse order driver customer arrived truck shipped from hub late".split(
  " ",
);

/** Characters of an address that the server still reads, less than all. */
const ADDRESS = 60_000;

/** A text of words that is another for each seed. */
function prose(words: number, seed: number): string {
  return Array.from({ length: words }, (_, i) => WORDS[(i * (i + seed) + seed) % WORDS.length]).join(" ");
}

function repeated<T>(count: number, of: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => of(index));
}

function post(endpoint: string, body: unknown, what = ""): HostileRequest {
  const path = endpoint.startsWith("/") ? endpoint : `/api/v1/${endpoint}`;
  return { name: `limit of ${endpoint}${what}`, method: "POST", path, body: JSON.stringify(body) };
}

function page(path: string, query: Readonly<Record<string, string>>, what = ""): HostileRequest {
  return { name: `limit of ${path}${what}`, method: "GET", path: `${path}?${new URLSearchParams(query)}` };
}

/** The requests. @param seed Another one makes other texts, where an answer is kept. */
export function requestsAtLimits(seed: number): HostileRequest[] {
  return [...calculations(seed), ...models(seed), ...pages(seed)];
}

function calculations(seed: number): HostileRequest[] {
  return [
    post("softmax", {
      logits: repeated(MAX_LOGITS, (i) => i % 9),
      labels: repeated(MAX_LOGITS, (i) => `${i % 9}`),
    }, ", with labels"),
    post("sample", {
      logits: repeated(MAX_LOGITS, (i) => i % 9),
      context: repeated(MAX_LOGITS, (i) => i),
      draws: MAX_DRAWS,
      top_k: 50_000,
      top_p: 0.9,
      min_p: 0.001,
      repetition_penalty: 1.2,
      seed,
    }),
    post("shift", { tokens: repeated(MAX_POSITIONS, (i) => `token ${i}`) }),
    post("loss", { probabilities: repeated(MAX_POSITIONS, (i) => 1 / (1 + i % 16)) }, ", probabilities"),
    post("loss", { losses_nats: repeated(MAX_POSITIONS, (i) => i / 7) }, ", losses"),
    post("loop", {
      table: Object.fromEntries(repeated(MAX_TABLE_ROWS, (i) => [`w${i}`, rowAfter(i)])),
      start: `${prose(1000, seed)} w0`.slice(-MAX_START_LENGTH),
      max_steps: MAX_STEPS,
    }),
    post("ngram", {
      text: repeated(20_000, (i) => prose(7, i)).join("\n").slice(0, 900_000),
      order: 6,
      smoothing: { method: "kneser_ney" },
      context: repeated(MAX_CONTEXT_TOKENS, (i) => WORDS[i % WORDS.length]!),
      words: repeated(MAX_WORDS, (i) => WORDS[i % WORDS.length]!),
    }),
    post("ngram", {
      text: prose(2, 1),
      test: repeated(60_000, (i) => `${prose(2, i)}`),
      order: 6,
      smoothing: { method: "kneser_ney" },
    }, ", held out"),
    post("kv-cache", { tokens: 1000, config: { ...CONFIG, more: "x".repeat(190_000) } }, ", a config"),
    post("kv-cache", {
      tokens: MAX_CACHE_TOKENS,
      layers: MAX_LAYERS,
      kv_heads: repeated(MAX_LAYERS, (i) => 1 + i % MAX_HEADS),
      head_dim: 128,
    }, ", heads by layer"),
    ...["truncate_start", "truncate_middle", "summarize", "reject"].map((policy) =>
      post("context", {
        limit: 1000,
        prompt_tokens: MAX_WINDOW,
        generated_tokens: MAX_WINDOW,
        policy,
      }, `, ${policy}`)
    ),
    post("experiments", {
      page: "/softmax",
      query: { logits: repeated(4000, (i) => i % 9).join() },
      results: { figures: repeated(500, (i) => ({ name: `figure ${i}`, value: i })) },
    }),
  ];
}

const CONFIG = { num_hidden_layers: 32, num_attention_heads: 32, hidden_size: 4096 };

/** Ten tokens after each: a table holds no more in all. */
function rowAfter(index: number): Record<string, number> {
  return Object.fromEntries(repeated(10, (i) => [`w${(index * 7 + i) % MAX_TABLE_ROWS}`, 0.1]));
}

function models(seed: number): HostileRequest[] {
  const names = ["parcel-gpt", "parcel-gru", "parcel-bert", "counts"];
  return [
    ...names.map((model) =>
      post(
        "predict",
        { text: prose(model === "parcel-bert" ? 25 : 100, seed), model, top: 100 },
        `, ${model}`,
      )
    ),
    ...names.map((model) =>
      post(
        "score",
        { text: prose(model === "parcel-bert" ? 25 : 400, seed + 3), model, top: 20 },
        `, ${model}`,
      )
    ),
    ...[[2, 1], [64, 1], [256, 1], [512, 1]].map(([window, stride]) =>
      post("score", { text: prose(400, seed + 5), window, stride }, `, window ${window}, stride ${stride}`)
    ),
    ...names.map((model) =>
      post("/v1/completions", {
        model,
        prompt: repeated(32, (i) => prose(8, seed + i)),
        max_tokens: 4,
        echo: true,
        logprobs: 20,
      }, `, ${model}`)
    ),
    post("/v1/completions", { model: "parcel-gpt", prompt: prose(5, seed), max_tokens: 500 }, ", written"),
    post("/v1/completions", {
      model: "parcel-gpt",
      prompt: prose(5, seed + 1),
      max_tokens: 500,
      stream: true,
    }, ", streamed"),
    post("/v1/completions", {
      model: "parcel-gpt",
      prompt: "a",
      stop: repeated(4, (i) => `${i}`.repeat(200_000)),
      max_tokens: 200,
      seed,
    }, ", long stops"),
  ];
}

function pages(seed: number): HostileRequest[] {
  const long = prose(9000, seed).slice(0, ADDRESS - 2000);
  const some = prose(400, seed);
  return [
    page("/", { text: long }, ", all of an address"),
    page("/", { text: some, path: repeated(500, (i) => i + 3).join(), top: "100" }, ", with a path"),
    page("/score", { text: some, window: "64", stride: "1" }, ", many passes"),
    page("/score", { text: long }, ", all of an address"),
    page("/compare", { text: some.slice(0, 1900), beside_text: prose(399, seed + 1).slice(0, 1900) }),
    page("/ladder", { text: prose(20, seed) }),
    page("/objectives", { text: prose(25, seed).slice(0, 150), blank: "20", later: "warehouse" }),
    page("/train", { corpus: long, tokens: "bpe", vocabulary: "50000", steps: "1000" }),
    page("/ngram", { text: long, order: "6", unit: "bpe", merges: "1000", draw: "200", test: some }),
    page("/loss", { probabilities: repeated(10_000, (i) => `0.${1 + i % 9}`).join() }, ", probabilities"),
    page("/loss", { text: some }, ", a text"),
    page("/context", { limit: `${MAX_WINDOW}`, prompt_tokens: `${MAX_WINDOW}`, policy: "summarize" }),
    page("/kv-cache", { batch: "1000000", tokens: "1000000000", layers: `${MAX_LAYERS}` }),
    page("/teach/dice", { corpus: long, die: "d6" }),
    page("/check", { a: long, seed: `${seed}` }),
    ...limitPages(seed),
    page("/preview/softmax", { logits: repeated(15_000, (i) => i % 9).join() }),
    page("/preview/score", { text: some }),
    page("/preview/train", { corpus: long, tokens: "bpe" }),
    page("/embed/score", { text: some, theme: "dark" }),
    page("/none", { text: long }),
  ];
}

/** The experiments on limits that the server computes, with as much as it still reads. */
function limitPages(seed: number): HostileRequest[] {
  const lines = repeated(60, (i) => prose(6, seed + i)).join("\n").slice(0, 2000);
  return [
    page("/limits/training-text", { k: `${seed % 9}`, text: lines }),
    page("/limits/database", { wordings: lines }),
    page("/limits/minimal-pairs", { pairs: lines.replaceAll(" left", " | left") }),
    page("/limits/temperature-0", { text: lines }),
    page("/limits/accounting", { text: lines }),
    page("/limits/refund", { own: lines, question: prose(5, seed) }),
    ...["drift", "provenance"].map((name) =>
      page(`/limits/${name}`, {
        text: prose(12, seed),
        temperature: "1",
        seed: `${seed % 99}`,
        tokens: "300",
      })
    ),
    page("/limits/completions", { text: prose(12, seed), temperature: "1.4" }),
    page("/limits/families", { text: prose(40, seed) }),
    page("/limits/fixes", { source: "on", tool: "on", citation: "on", anchor: "on" }),
  ];
}
