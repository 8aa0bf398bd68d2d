import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { entropyBound } from "@/lib/labs/score/entropy_bound.ts";
import { readForeign } from "@/lib/labs/score/foreign.ts";
import { readPasted } from "@/lib/labs/score/read_pasted.ts";
import { jsonConfidence } from "@/lib/labs/score/json_confidence.ts";

const half = Math.log(0.5);

Deno.test("answers of five programs are read", () => {
  const top = [{ token: "a", logprob: half, bytes: [97] }, { token: "b", logprob: -2, bytes: [98] }];
  const entry = { token: "a", logprob: half, bytes: [97], top_logprobs: top };
  const completion = { tokens: ["a"], token_logprobs: [half], top_logprobs: [{ b: -2, a: half }] };
  const probs = [{ tok_str: "a", prob: 0.5 }, { tok_str: "b", prob: Math.exp(-2) }];
  const vllm = { 5: { logprob: half, decoded_token: "a" }, 6: { logprob: -2, decoded_token: "b" } };
  const answers = [
    ["OpenAI chat", { choices: [{ logprobs: { content: [entry] } }] }],
    ["OpenAI completions", { choices: [{ logprobs: completion }] }],
    ["llama.cpp", { completion_probabilities: [{ content: "a", probs }] }],
    ["llama.cpp", { completion_probabilities: [entry] }],
    ["Ollama", { model: "llama", logprobs: [entry] }],
    ["vLLM prompt", { prompt_logprobs: [null, vllm] }],
  ] as const;
  for (const [format, answer] of answers) {
    const read = readForeign(JSON.stringify(answer));
    assertEquals(read.format, format);
    const [token] = read.tokens;
    assertAlmostEquals(token!.logProbability!, half, 1e-12);
    assertEquals(token!.top.map(({ text }) => text), ["a", "b"], format);
  }
});

Deno.test("what cannot be meant is said: no JSON, no log-probabilities, one above 0, a stand-in", () => {
  assertThrows(() => readForeign("{"), RangeError, "not JSON");
  assertThrows(() => readForeign("3"), RangeError, "no object");
  assertThrows(() => readForeign("{}"), RangeError, "without log-probabilities");
  const others = [
    [1, 2],
    { choices: [{ logprobs: { content: [{}, 3] } }] },
    { choices: [{ logprobs: { tokens: [] } }] },
    { choices: 5, logprobs: "a" },
    { prompt_logprobs: [null] },
    { completion_probabilities: [{ probs: 1 }] },
  ];
  for (const other of others) {
    assertThrows(() => readForeign(JSON.stringify(other)), RangeError, "without log-probabilities");
  }
  const chat = (logprob: number) =>
    JSON.stringify({ choices: [{ logprobs: { content: [{ token: "a", logprob }] } }] });
  assertThrows(() => readForeign(chat(0.4)), RangeError, "above 0");
  const stand = readForeign(chat(-9999));
  assertEquals([stand.tokens[0]!.logProbability, stand.notices.length], [null, 1]);
});

Deno.test("what is not shown is a bound: the rest is held by as few tokens as may be", () => {
  assertEquals(entropyBound([1]), { mass: 1, bits: 0 });
  assertAlmostEquals(entropyBound([0.5]).bits, 1, 1e-12);
  const { mass, bits } = entropyBound([0.5, 0.2]);
  assertAlmostEquals(mass, 0.7, 1e-12);
  assertAlmostEquals(bits, 0.5 - 0.4 * Math.log2(0.2) - 0.1 * Math.log2(0.1), 1e-9);
  const beside = (most: number) => entropyBound([0.5, 0.01], most).bits - 0.5 + 0.01 * Math.log2(0.01);
  assertAlmostEquals(beside(0.5), -0.49 * Math.log2(0.49), 1e-9, "one token may hold the rest");
  assertAlmostEquals(beside(1), beside(0.5), 1e-12);
  assertAlmostEquals(beside(0.25), -0.25 * Math.log2(0.25) - 0.24 * Math.log2(0.24), 1e-9);
});

Deno.test("each value of a JSON answer has the product of its tokens", () => {
  const tokens = ['{"a', '": [', "1", "2", ", ", '"x"', '], "b": {"c": ', "true", "}}"]
    .map((text, index) => ({ text, logProbability: -index }));
  assertEquals(
    jsonConfidence(tokens)!.map(({ path, value, probability }) => [
      path,
      value,
      Math.round(-Math.log(probability!)),
    ]),
    [["a[0]", "12", 5], ["a[1]", '"x"', 5], ["b.c", "true", 7]],
  );
  assertEquals(jsonConfidence([{ text: "no", logProbability: 0 }]), null);
});

Deno.test("readPasted() reads up to 1 MiB, and says why anything else is no answer", () => {
  const answer = JSON.stringify({ model: "m", logprobs: [{ token: "a", logprob: half, top_logprobs: [] }] });
  const read = (length: number) => {
    const found = readPasted(answer.padEnd(length));
    return found && ("error" in found ? found.error : found.answer.format);
  };
  assertEquals([read(0), read(1_048_576)], ["Ollama", "Ollama"]);
  assertEquals(read(1_048_577), "This is longer than 1 MiB: paste a shorter answer.");
  assertEquals([readPasted(""), readPasted(" \n ")], [null, null]);
  const broken = readPasted("{");
  assertEquals(broken !== null && "error" in broken && broken.error.includes("not JSON"), true);
});
