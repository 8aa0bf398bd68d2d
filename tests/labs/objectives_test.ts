/** /objectives in figures: each distribution is the model's own for the place that is asked for. */
import { assert, assertAlmostEquals, assertEquals, assertRejects } from "@std/assert";
import { type Filling, objectives } from "@/lib/labs/objectives/objectives.ts";
import { topTokens } from "@/lib/lm/distribution/top_tokens.ts";
import { softmax } from "@/lib/lm/distribution/softmax.ts";
import { serverModel } from "@/lib/server/models/shipped_models.ts";

const models = { gpt: serverModel("parcel-gpt"), bert: serverModel("parcel-bert") };
const { gpt, bert } = models;
const BEFORE = "The package left the";
const QUERY = { text: `${BEFORE} warehouse and reached the hub.`, blank: 4, later: "customer." };

/** The five likeliest by their ids, and their probabilities. */
function five(logits: Float32Array): [number[], number[]] {
  const ids = topTokens(logits, 5);
  const probabilities = softmax(logits);
  return [[...ids], [...ids].map((id) => probabilities[id]!)];
}

function assertFilled(actual: readonly Filling[], logits: Float32Array): void {
  const [ids, probabilities] = five(logits);
  assertEquals(actual.map(({ id }) => id), ids);
  actual.forEach(({ probability }, i) => assertAlmostEquals(probability, probabilities[i]!, 1e-5));
  assertEquals(actual[0]!.bytes, [...gpt.vocabulary.bytes(ids[0]!)]);
}

/** What the masked model puts between two texts. */
async function between(before: string, after: string): Promise<Float32Array> {
  const [begin, end] = [bert.beginToken!, bert.endTokens[0]!];
  const left = [begin, ...await bert.encode(before)];
  return await bert.fill([...left, end, ...await bert.encode(after), end], left.length);
}

async function after(text: string): Promise<Float32Array> {
  return (await gpt.logits([gpt.beginToken!, ...await gpt.encode(text)]))[0]!;
}

Deno.test("a hidden word is filled in from both sides, from the left alone, and after the whole sentence", async () => {
  const answer = await objectives(models, QUERY);
  assertEquals([answer.words.length, answer.words[answer.blank]], [9, "warehouse"]);
  assertFilled(answer.both, await between(BEFORE, " and reached the hub."));
  assertFilled(answer.left, await after(BEFORE));
  assertFilled(answer.endMasked, await between(QUERY.text, ""));
  assertFilled(answer.endCausal, await after(QUERY.text));
});

Deno.test("the causal model goes on from before the hidden word, eight tokens, each the likeliest", async () => {
  const { continuation } = await objectives(models, QUERY);
  const tokens = [gpt.beginToken!, ...await gpt.encode(BEFORE)];
  for (const { id, probability } of continuation) {
    const [ids, probabilities] = five((await gpt.logits(tokens))[0]!);
    assertEquals(id, ids[0]);
    assertAlmostEquals(probability, probabilities[0]!, 1e-5);
    tokens.push(id);
  }
  assert(continuation.length === 8 || gpt.endTokens.includes(tokens.at(-1)!), `${continuation.length}`);
});

Deno.test("the masked model's change is the largest of a logit where another last word stands", async () => {
  const [here, there] = [
    await between(BEFORE, " and reached the hub."),
    await between(BEFORE, " and reached the customer."),
  ];
  const { maskedChange } = await objectives(models, QUERY);
  assertAlmostEquals(maskedChange!, Math.max(...here.map((value, id) => Math.abs(value - there[id]!))), 1e-6);
  const later = async (later: string) => (await objectives(models, { ...QUERY, later })).maskedChange;
  assertEquals(await later("a b c d"), await later("a b c"), "three words are put there");
});

Deno.test("a place past the end is the last word's, which nothing stands behind", async () => {
  const at = async (blank: number) => {
    const answer = await objectives(models, { ...QUERY, blank });
    return [answer.blank, answer.causalChange === null, answer.maskedChange === null];
  };
  assertEquals([await at(7), await at(8), await at(99)], [[7, false, false], [8, true, true], [
    8,
    true,
    true,
  ]]);
  await assertRejects(
    () => objectives(models, { ...QUERY, text: " \n" }),
    RangeError,
    "Type a sentence of at least one word.",
  );
});

Deno.test("attention has a row for each token, the masked model's end too, and each is a whole", async () => {
  const { causalAttention: causal, maskedAttention: masked } = await objectives(models, QUERY);
  const ids = [gpt.beginToken!, ...await gpt.encode(QUERY.text)];
  assertEquals(causal.tokens.map(({ id }) => id), ids);
  assertEquals(masked.tokens.map(({ id }) => id), [...ids, bert.endTokens[0]!]);
  assertEquals(causal.weights[0]!.slice(1), ids.slice(1).map(() => 0));
  for (const { weights, tokens } of [causal, masked]) {
    for (const row of weights) {
      assertEquals(row.length, tokens.length);
      assertAlmostEquals(row.reduce((sum, weight) => sum + weight, 0), 1, 1e-3);
    }
  }
});

Deno.test("the page's own examples are filled in where their text is cut", async () => {
  const { sorted, extracted } = await objectives(models, QUERY);
  assertEquals(sorted.map(({ after }) => after), ["", ""]);
  for (const { before, after, rows } of [...sorted, extracted]) {
    const [ids, probabilities] = five(await between(before, after));
    assertEquals(rows.map(({ id }) => id), ids.slice(0, 2));
    assertAlmostEquals(rows[0]!.probability, probabilities[0]!, 1e-5);
  }
});
