/** A completion piece by piece, over a model whose next token is the one after the last, by id. */
import { assertAlmostEquals, assertEquals } from "@std/assert";
import {
  complete,
  type CompletionLogprobs,
  type CompletionPiece,
} from "@/routes/api/completions/completion.ts";
import { completionRequest, promptsOf } from "@/routes/api/completions/completion_request.ts";
import { createTokenText, safeLength, tokenName } from "@/routes/api/completions/token_text.ts";
import { fakeModel } from "@/tests/lm/fake_model.ts";

const [C3, A9] = [Uint8Array.of(0xc3), Uint8Array.of(0xa9)];
const MODEL = fakeModel({
  tokens: ["<s>", "</s>", "ab", C3, A9, "c", "d😀", "ef"],
  beginToken: 0,
  endTokens: [1],
});

/** What a prompt of ids is completed with; the first `added` of them were put in front. */
async function completed(
  context: readonly number[],
  fields: Readonly<Record<string, unknown>>,
  { added = 1, seed = 0 }: { readonly added?: number; readonly seed?: number } = {},
) {
  const request = completionRequest.parse({ model: "fake", temperature: 0, ...fields });
  const pieces: CompletionPiece[] = [];
  const run = complete(MODEL, { context, added }, request, seed);
  for (let next = await run.next();; next = await run.next()) {
    if (next.done) {
      const texts = pieces.map(({ text }) => text);
      const logprobs = pieces.flatMap((piece) => piece.logprobs ?? []);
      return { texts, text: texts.join(""), logprobs, end: next.value };
    }
    pieces.push(next.value);
  }
}

const joined = <Name extends keyof CompletionLogprobs>(parts: readonly CompletionLogprobs[], name: Name) =>
  parts.flatMap((part) => part[name] as unknown[]);

Deno.test("a token that is half a character is sent with the one that completes it, and has its own place", async () => {
  const { texts, logprobs, end } = await completed([0, 2], { max_tokens: 5, logprobs: 1 });
  assertEquals(texts, ["", "é", "c", "d😀", "ef", ""]);
  assertEquals(joined(logprobs, "token_ids"), [3, 4, 5, 6, 7]);
  // Places are counted in code points.
  assertEquals(joined(logprobs, "text_offset"), [0, 0, 1, 2, 4]);
  assertEquals(joined(logprobs, "tokens"), ["bytes:\\xc3", "bytes:\\xa9", "c", "d😀", "ef"]);
  assertEquals(joined(logprobs, "token_bytes").slice(0, 3), [[0xc3], [0xa9], [0x63]]);
  assertEquals(end, { reason: "length", generated: 5 });
});

Deno.test("bytes that never become a character are one U+FFFD at the end", async () => {
  const { texts, end } = await completed([0, 2], { max_tokens: 1 });
  assertEquals([texts, end], [["", "\ufffd"], { reason: "length", generated: 1 }]);
});

Deno.test("an echo begins with null, also behind a begin token, and what follows continues its places", async () => {
  for (const [context, added] of [[[0, 2, 5], 1], [[2, 5], 0]] as const) {
    const { text, logprobs } = await completed(context, { max_tokens: 1, logprobs: 1, echo: true }, {
      added,
    });
    assertEquals([text, joined(logprobs, "text_offset")], ["abcd😀", [0, 2, 3]]);
    const [first, second, third] = joined(logprobs, "token_logprobs") as (number | null)[];
    assertEquals(first, null);
    // Of the eight logits the successor's is 4 and the others' a tenth of their id below 0: c is not after ab.
    const normalizer = (likeliest: number) =>
      Math.log([...Array(8).keys()].reduce((sum, id) => sum + Math.exp(id === likeliest ? 4 : -id / 10), 0));
    assertAlmostEquals(second!, -0.5 - normalizer(3), 1e-6);
    assertAlmostEquals(third!, 4 - normalizer(6), 1e-6);
    const [none, beside] = joined(logprobs, "top_logprobs") as (Record<string, number> | null)[];
    assertEquals(
      [none, Object.keys(beside!)],
      [null, ["bytes:\\xc3", "c"]],
      "the likeliest and the token's own",
    );
  }
});

Deno.test("an echo of one token, and one without log-probabilities, ask the model for nothing", async () => {
  const asked = MODEL.calls.length;
  const one = await completed([0, 2], { max_tokens: 0, logprobs: 1, echo: true });
  assertEquals([one.text, joined(one.logprobs, "token_logprobs"), one.end.generated], ["ab", [null], 0]);
  const plain = await completed([0, 2, 5], { max_tokens: 0, echo: true });
  assertEquals([plain.text, plain.logprobs, MODEL.calls.length], ["abc", [], asked]);
});

Deno.test("text is held while it could become a stop, and the first of several ends it", async () => {
  const stopped = async (stop: string | readonly string[], max_tokens = 5) => {
    const { texts, end } = await completed([0, 2], { max_tokens, stop });
    return [texts, end.reason, end.generated];
  };
  assertEquals(await stopped(["d", "cd"]), [["", "é", "", "", ""], "stop", 4]);
  assertEquals(await stopped("c"), [["", "é", "", ""], "stop", 3]);
  // What turns out to be no stop is sent.
  assertEquals(await stopped("cx"), [["", "é", "", "cd😀", "ef", ""], "length", 5]);
  assertEquals(await stopped("cx", 3), [["", "é", "", "c"], "length", 3]);
});

Deno.test("an end token is one token and no text", async () => {
  const { texts, logprobs, end } = await completed([2, 0], { max_tokens: 9, logprobs: 0 });
  assertEquals([texts.join(""), end], ["", { reason: "stop", generated: 1 }]);
  assertEquals([joined(logprobs, "tokens"), joined(logprobs, "text_offset")], [["</s>"], [0]]);
});

Deno.test("temperature 0 takes the likeliest, any other draws with the seed", async () => {
  const drawn = async (seed: number, fields: object) =>
    joined(
      (await completed([0, 2], { max_tokens: 5, logprobs: 0, ...fields }, { seed })).logprobs,
      "token_ids",
    );
  const hot = { temperature: 2, top_p: 1 };
  const texts = await Promise.all([1, 2, 3, 4].map((seed) => drawn(seed, hot)));
  assertEquals(new Set(texts.map(String)).size > 1, true);
  assertEquals(await drawn(2, hot), texts[1]);
  assertEquals(await drawn(2, { temperature: 2, top_p: 0 }), [3, 4, 5, 6, 7], "a nucleus of one");
});

Deno.test("a request's fields have OpenAI's defaults, absent and null alike, and its bounds", () => {
  const fields = {
    max_tokens: 16,
    temperature: 1,
    top_p: 1,
    seed: null,
    stop: [],
    logprobs: null,
    echo: false,
    stream: false,
  };
  const nulls = Object.fromEntries(Object.keys(fields).map((name) => [name, null]));
  const read = (given: object) => completionRequest.safeParse({ model: "m", ...given });
  assertEquals(read({}).data, { model: "m", prompt: "", ...fields } as never);
  assertEquals(read(nulls).data, { model: "m", prompt: "", ...fields } as never);
  assertEquals([read({ stop: "a" }).data!.stop, read({ stop: ["", "a"] }).data!.stop], [["a"], ["a"]]);
  const bounds: readonly (readonly [string, unknown, unknown])[] = [
    ["max_tokens", 512, 513],
    ["max_tokens", 0, -1],
    ["temperature", 2, 2.01],
    ["temperature", 0, -0.01],
    ["top_p", 1, 1.01],
    ["top_p", 0, -0.01],
    ["seed", 0, -1],
    ["logprobs", 20, 21],
    ["logprobs", 0, -1],
    ["stop", ["a", "b", "c", "d"], ["a", "b", "c", "d", "e"]],
    ["prompt", "a".repeat(16_000), "a".repeat(16_001)],
    ["prompt", Array(4096).fill(1), Array(4097).fill(1)],
    ["prompt", Array(32).fill("a"), Array(33).fill("a")],
    ["prompt", Array(32).fill([1]), Array(33).fill([1])],
    ["prompt", [0], []],
    ["n", 1, 2],
    ["best_of", null, 2],
    ["suffix", "", "a"],
    ["presence_penalty", 0, 1],
    ["frequency_penalty", 0, -1],
    ["logit_bias", {}, { 5: 1 }],
  ];
  for (const [name, taken, refused] of bounds) {
    assertEquals([read({ [name]: taken }).success, read({ [name]: refused }).success], [true, false], name);
  }
});

Deno.test("prompts are one text, one list of ids, or several of either", () => {
  const prompts = (prompt: unknown) => promptsOf(completionRequest.parse({ model: "m", prompt }));
  assertEquals([prompts("a"), prompts([1, 2]), prompts(["a", "b"]), prompts([[1], [2]])], [
    ["a"],
    [[1, 2]],
    ["a", "b"],
    [[1], [2]],
  ]);
});

Deno.test("safeLength() keeps back the longest end that begins a stop, and no whole one", () => {
  const cases: readonly (readonly [string, readonly string[], number])[] = [
    ["abc", [], 3],
    ["abc", ["x"], 3],
    ["abc", ["cd"], 2],
    ["abc", ["cd", "bcd"], 1],
    ["abc", ["abcd"], 0],
    ["abc", ["c"], 3],
    ["aa", ["aaa"], 0],
    ["", ["a"], 0],
  ];
  for (const [text, stops, length] of cases) {
    assertEquals(safeLength(text, stops), length, `${text} ${stops}`);
  }
});

Deno.test("a token's name is its text, or its bytes in two hexadecimal digits each", () => {
  assertEquals([tokenName(Uint8Array.of(0x61, 0xc3, 0xa9)), tokenName(Uint8Array.of(0xe2, 0x80, 0x09))], [
    "aé",
    "bytes:\\xe2\\x80\\x09",
  ]);
});

Deno.test("a byte order mark is a character like any other, and the length grows as text does", () => {
  const decoder = createTokenText();
  assertEquals([decoder.add(Uint8Array.of(0xef, 0xbb)), decoder.length], ["", 0]);
  assertEquals([decoder.add(Uint8Array.of(0xbf)), decoder.length], ["\ufeff", 1]);
  assertEquals([decoder.add(Uint8Array.of(0xc3)), decoder.end(), decoder.length], ["", "\ufffd", 2]);
});
