/** What another program's answer leaves out or names otherwise, and the bounds of what it may say. */
import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { readForeign } from "@/lib/labs/score/foreign.ts";

const read = (answer: unknown) => readForeign(JSON.stringify(answer));
const chat = (...content: unknown[]) => read({ choices: [{ logprobs: { content } }] });
const token = (logprob: unknown, top: unknown[] = []) => ({ token: "a", logprob, top_logprobs: top });

Deno.test("−1000 stands for no value, a little more is one, and what is no number is none", () => {
  const values = [-1000, -999.5, null, "−1", -1e999].map((value) =>
    chat(token(value)).tokens[0]!.logProbability
  );
  assertEquals(values, [null, -999.5, null, null, null]);
  assertEquals(chat(token(-1), token(-9999), token(-2), token(null)).notices, [
    "2 of 4 tokens have no usable log-probability (−9999 means that it was not among those kept): they are not scored.",
  ]);
  assertEquals(chat(token(-1)).notices, []);
});

Deno.test("a log-probability may be a millionth above 0, of a token and of an alternative; the token is named", () => {
  assertEquals(chat(token(1e-6, [token(1e-6)])).tokens[0]!.logProbability, 1e-6);
  assertThrows(() => chat(token(-1), token(1.1e-6)), RangeError, "Token 2 has a log-probability above 0");
  assertThrows(() => chat(token(-1, [token(-2), token(0.5)])), RangeError, "Token 1 has");
});

Deno.test("llama.cpp's old probabilities become logarithms; 0 and what is no number are left out", () => {
  const probs = [{ tok_str: "a", prob: 0.25 }, { tok_str: "b", prob: 0 }, { tok_str: "c", prob: "1" }];
  const [first] = read({ completion_probabilities: [{ content: "a", probs }] }).tokens;
  assertEquals(first!.top.map(({ text }) => text), ["a"]);
  assertAlmostEquals(first!.logProbability!, Math.log(0.25), 1e-12);
  assertEquals(read({ completion_probabilities: [{ content: "z", probs }] }).tokens[0]!.logProbability, null);
});

Deno.test("llama.cpp's new fields count before the old ones, and a token without content has its own name", () => {
  const entry = {
    token: "a",
    logprob: -0.5,
    probs: [{ tok_str: "a", prob: 0.25 }],
    top_logprobs: [token(-3)],
  };
  const [first] = read({ completion_probabilities: [entry] }).tokens;
  assertEquals([first!.text, first!.logProbability, first!.top.map(({ logProbability }) => logProbability)], [
    "a",
    -0.5,
    [-3],
  ]);
  const { logprob: _, ...without } = entry;
  assertEquals(read({ completion_probabilities: [without] }).tokens[0]!.logProbability, -3);
});

Deno.test("completions may lack their values or their alternatives, which stand likeliest first", () => {
  const of = (logprobs: unknown) => read({ choices: [{ logprobs }] }).tokens;
  assertEquals(of({ tokens: ["a", 5] }), [
    { text: "a", logProbability: null, top: [], most: 1, rank: null },
    { text: "5", logProbability: null, top: [], most: 1, rank: null },
  ]);
  const [only] = of({ tokens: ["a"], token_logprobs: [-1], top_logprobs: [{ b: -3, a: -1, c: -2 }] });
  assertEquals(only!.top.map(({ text }) => text), ["a", "c", "b"]);
});

Deno.test("vLLM's first token of a prompt has no value and is no token; a choice may hold the list too", () => {
  const at = { 5: { logprob: -2, decoded_token: "b" }, 6: { logprob: -1, decoded_token: "c" } };
  const lists = [{ prompt_logprobs: [null, at] }, { choices: [{ prompt_logprobs: [null, at] }] }];
  for (const answer of lists) {
    const { tokens } = read(answer);
    assertEquals(tokens.map(({ text, logProbability }) => [text, logProbability]), [["b", -2]]);
    assertEquals(tokens[0]!.top.map(({ text }) => text), ["c", "b"]);
  }
});

Deno.test("vLLM's token of the prompt is the one written first, whatever the ids", () => {
  const entry = (token: string, logprob: number) =>
    JSON.stringify({ logprob, rank: 1, decoded_token: token });
  const list = `[null, {"900": ${entry(" moon", -7)}, "12" : ${entry(" hub", -0.5)}, "7": ${
    entry("7", -1)
  }}]`;
  for (const answer of [`{"prompt_logprobs": ${list}}`, `{"choices": [{"prompt_logprobs": ${list}}]}`]) {
    const [only, ...rest] = readForeign(answer).tokens;
    assertEquals([only!.text, only!.logProbability, rest.length], [" moon", -7, 0]);
    assertEquals(only!.top.map(({ text }) => text), [" hub", "7", " moon"]);
  }
  const [digit] =
    read({ choices: [{ logprobs: { tokens: ["7"], token_logprobs: [-1], top_logprobs: [{ 7: -1 }] } }] })
      .tokens;
  assertEquals(digit!.top.map(({ text }) => text), ["7"]);
});

Deno.test("a token that is listed in any case says nothing of those that are likelier than it, unless its rank does", () => {
  const half = Math.log(0.5), rare = Math.log(0.001);
  const of = (text: string, top: Record<string, number>) => {
    const logprobs = { tokens: [text], token_logprobs: [top[text]], top_logprobs: [top] };
    const { most, rank } = read({ choices: [{ logprobs }] }).tokens[0]!;
    return [Math.round(1000 * most), rank];
  };
  assertEquals(of("b", { a: half, b: rare }), [500, null], "further ones may be as likely as a");
  assertEquals(of("a", { a: half, b: rare }), [1, 1], "b is one of the two likeliest");
  assertEquals(of("a", { a: half }), [1000, null], "the only one that is listed");
  const chat = (text: string) =>
    read({
      logprobs: [{ ...token(rare), token: text, top_logprobs: [token(half), { token: "b", logprob: rare }] }],
    })
      .tokens[0]!;
  assertEquals([chat("b"), chat("z")].map(({ most, rank }) => [Math.round(1000 * most), rank]), [[1, 2], [
    1,
    null,
  ]]);
  const entry = (decoded_token: string, logprob: number, rank?: number) => ({ decoded_token, logprob, rank });
  const vllm = (rank?: number) =>
    read({ prompt_logprobs: [null, { 1: entry("b", rare, rank), 2: entry("a", half, 1) }] }).tokens[0]!;
  assertEquals([vllm(99).rank, vllm().rank, Math.round(1000 * vllm(99).most)], [99, null, 500]);
});

Deno.test("llama.cpp's probabilities after sampling are read too", () => {
  const top_probs = [{ token: "a", prob: 0.5 }, { token: "b", prob: 0.25 }];
  const [first, cut] = read({
    completion_probabilities: [{ token: "a", prob: 0.5, top_probs }, { token: "z", prob: 0, top_probs }],
  }).tokens;
  assertAlmostEquals(first!.logProbability!, Math.log(0.5), 1e-12);
  assertEquals(first!.top.map(({ text }) => text), ["a", "b"]);
  assertEquals(cut!.logProbability, null);
});

Deno.test("a bare list is Ollama's, and a chat counts before everything else in an answer", () => {
  assertEquals(read([token(-1)]).format, "Ollama");
  const both = { logprobs: [token(-3)], choices: [{ logprobs: { content: [token(-1)], tokens: ["x"] } }] };
  assertEquals([read(both).format, read(both).tokens[0]!.logProbability], ["OpenAI chat", -1]);
});
