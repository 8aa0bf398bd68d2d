import { assertAlmostEquals, assertEquals, assertRejects } from "@std/assert";
import fc from "fast-check";
import { createCountModel, splitTexts } from "@/lib/lm/ngram/count_model.ts";
import { joinTokens } from "@/lib/lm/decode_bytes.ts";
import { distribution } from "@/lib/lm/sampler/distribution.ts";
import { generate } from "@/lib/lm/generation/generate.ts";
import type { TokenId } from "@/lib/lm/language_model.ts";
import { topTokens } from "@/lib/lm/distribution/top_tokens.ts";
import { DEFAULT_SAMPLER } from "@/lib/lm/sampler/settings.ts";

const CORPORA = ["parcel_messages.txt", "everyday.txt"].map((name) =>
  Deno.readTextFileSync(new URL(`../../../static/corpora/${name}`, import.meta.url))
);
const shipped = createCountModel(CORPORA.join("<|endoftext|>\n"), { revision: "shipped" });
const small = createCountModel("a b a b a c\n<|endoftext|>\na b\n", { revision: "small" });

async function promptTokens(text: string): Promise<TokenId[]> {
  return [shipped.beginToken!, ...await shipped.encode(text)];
}

/** The likeliest continuations of a text with their probabilities. */
async function likeliest(text: string, top: number): Promise<[string, number][]> {
  const [logits] = await shipped.logits(await promptTokens(text));
  return distribution(logits!, { top }).rows.map((row) => [
    joinTokens(shipped.vocabulary, [row.id]),
    Math.exp(row.logProbability),
  ]);
}

Deno.test("splitTexts() cuts at lines of the separator only", () => {
  assertEquals(splitTexts("a\n<|endoftext|>\n\nb <|endoftext|> b\r\n<|endoftext|>\r\n\n"), [
    "a",
    "b <|endoftext|> b",
  ]);
});

Deno.test("createCountModel() names itself and has no cache", () => {
  assertEquals(shipped.id, { name: "counts", revision: "shipped", dtype: "counts" });
  assertEquals([shipped.backend, shipped.contextLength, shipped.cacheBytesPerToken], ["counts", Infinity, 0]);
});

Deno.test("logits() are logarithms of probabilities above 0 that sum to 1", async () => {
  const ids = fc.array(fc.nat(small.vocabulary.size - 1), { minLength: 1, maxLength: 6 });
  await fc.assert(fc.asyncProperty(ids, async (tokens) => {
    const [row] = await small.logits(tokens);
    assertEquals(row!.length, small.vocabulary.size);
    assertEquals(row!.every((logit) => logit > -Infinity && logit < 0), true);
    assertAlmostEquals(row!.reduce((sum, logit) => sum + Math.exp(logit), 0), 1, 1e-5);
  }));
});

Deno.test("logits() of several rows are those of the shorter contexts", async () => {
  const tokens = await promptTokens("The package left the");
  const rows = await shipped.logits(tokens, { rows: 3 });
  for (const [index, row] of rows.entries()) {
    assertEquals(row, (await shipped.logits(tokens.slice(0, tokens.length - 2 + index)))[0]);
  }
});

Deno.test("logits() look back to the begin mark, not beyond", async () => {
  const [a] = await shipped.encode(" the");
  const begin = shipped.beginToken!;
  assertEquals(await shipped.logits([a!, begin]), await shipped.logits([begin]));
});

Deno.test("createCountModel() of a lower order looks back less", async () => {
  const text = "a b c.\n<|endoftext|>\nx b d.\n<|endoftext|>\nx b d.";
  const likeliest = async (order: number) => {
    const model = createCountModel(text, { revision: "r", order });
    const [row] = await model.logits(await model.encode("a b"));
    return joinTokens(model.vocabulary, topTokens(row!, 1));
  };
  assertEquals(await likeliest(2), " d");
  assertEquals(await likeliest(3), " c");
});

Deno.test("the shipped corpora answer the first example as the chapter reads it", async () => {
  const [warehouse, hub, carrier] = await likeliest("The package left the", 3);
  assertEquals([warehouse![0], hub![0], carrier![0]], [" warehouse", " hub", " carrier"]);
  assertAlmostEquals(warehouse![1], 0.85, 0.02);
  assertAlmostEquals(hub![1], 0.1, 0.02);
  assertAlmostEquals(carrier![1], 0.03, 0.01);
  const [coupon] = await shipped.encode(" coupon");
  const [logits] = await shipped.logits(await promptTokens("The package left the"));
  assertEquals(Math.exp(logits![coupon!]!) < 1e-5, true);
});

Deno.test("the shipped corpora have a home for every example prompt", async () => {
  const first = async (text: string, top = 1) => (await likeliest(text, top)).map(([token]) => token);
  assertEquals(await first("The package left the regional"), [" hub"]);
  assertEquals(await first("The package left the checkout"), [" page"]);
  assertEquals(await first("The carrier scan says the parcel was", 3), [
    " delivered",
    " delayed",
    " rerouted",
  ]);
  assertEquals(await first("The support bot answered", 2), [" correctly", " slowly"]);
  assertEquals(await first("Order shipped from the", 3), [" warehouse", " store", " hub"]);
  assertEquals(await first("Delivery is"), [" late"]);
  assertEquals(await first("A shipment event JSON record starts with"), [" {"]);
  assertEquals(await first("The refund policy says annual plans are"), [" non"]);
  assertEquals(await first("Orders marked delivered are eligible for"), [" refund"]);
});

Deno.test("an apology loops under greedy decoding", async () => {
  const tokens: TokenId[] = [];
  const settings = { sampler: DEFAULT_SAMPLER, pick: "greedy", seed: 0, maxTokens: 24 } as const;
  const prompt = await promptTokens("We apologize for the inconvenience.");
  for await (const token of generate(shipped, { prompt, ...settings })) tokens.push(token.id);
  assertEquals(joinTokens(shipped.vocabulary, tokens), " We apologize for the inconvenience.".repeat(4));
});

Deno.test("explain() shows the counts of every context length", async () => {
  const [a, b] = await small.encode("a b");
  const levels = small.explain([small.beginToken!, a!], b);
  assertEquals(levels.map(({ order, total, count, used }) => [order, total, count, used]), [
    [3, 2, 2, true],
    [2, 2, 2, true],
    [1, 10, 3, true],
  ]);
  assertEquals(small.explain([0, 1]).map(({ used }) => used), [false, false, true]);
});

Deno.test("score() is the log-probability, rank and entropy of each row", async () => {
  const tokens = await shipped.encode("The parcel was late");
  const scored = await shipped.score(tokens, { top: 2 });
  assertEquals(scored.map(({ id }) => id), tokens);
  for (const [position, { id, logProbability, rank, entropy, top }] of scored.entries()) {
    const context = position === 0 ? [shipped.beginToken!] : tokens.slice(0, position);
    const { lookup, rows, entropyNats } = distribution((await shipped.logits(context))[0]!, { top: 2 });
    assertEquals([logProbability, rank, entropy], [lookup(id).logProbability, lookup(id).rank, entropyNats]);
    assertEquals(top, rows.map((row) => ({ id: row.id, logProbability: row.logProbability })));
  }
  assertEquals((await shipped.score(tokens, { from: 2 })).length, tokens.length - 2);
});

Deno.test("logits() reject what they cannot answer", async () => {
  await assertRejects(() => small.logits([]), RangeError, "no tokens");
  await assertRejects(() => small.logits([-1]), RangeError, "Token -1");
  await assertRejects(() => small.logits([small.vocabulary.size]), RangeError, "outside the vocabulary");
  await assertRejects(() => small.logits([0], { rows: 2 }), RangeError, "2 rows");
  await assertRejects(
    () => small.logits([0], { signal: AbortSignal.abort(new Error("stop")) }),
    Error,
    "stop",
  );
});

Deno.test("createCountModel() of an empty corpus knows bytes and nothing else", async () => {
  const empty = createCountModel("", { revision: "empty" });
  const [row] = await empty.logits([empty.beginToken!]);
  assertEquals(row!.length, 258);
  assertAlmostEquals(row!.reduce((sum, logit) => sum + Math.exp(logit), 0), 1, 1e-5);
});

Deno.test("dispose() ends a model", async () => {
  const model = createCountModel("a b", { revision: "x" });
  await model.dispose();
  await assertRejects(() => model.logits([97]), Error, "disposed");
});
