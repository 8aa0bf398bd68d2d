/** What the recurrent and the masked model keep of a context, and what they refuse. */
import { assert, assertEquals, assertRejects } from "@std/assert";
import type { ModelRun } from "@/lib/lm/language_model.ts";
import { serverModel } from "@/lib/server/models/shipped_models.ts";
import { readEmbeddedModel } from "@/lib/embedded/load_embedded_model.ts";
import { ROOT } from "@/lib/server/root.ts";
import { shippedModel } from "@/lib/server/models/shipped_models.ts";
import { largestDifference } from "../transformer/reference.ts";

const TEXT = "The package left the regional hub, and the carrier scan says the parcel was delivered.";

async function runOf(model: ReturnType<typeof serverModel>, tokens: readonly number[]): Promise<ModelRun> {
  let run: ModelRun | null = null;
  await model.logits(tokens, { onRun: (seen) => run = seen });
  return run!;
}

Deno.test("parcel-gru goes on from the state that it shares with the last text, to the same logits", async () => {
  const model = serverModel("parcel-gru");
  const tokens = [0, ...await model.encode(TEXT)];
  const other = [...tokens.slice(0, 9), ...await model.encode(" again and again")];
  await model.logits(other, { cache: false });
  let run: ModelRun | null = null;
  const [reused] = await model.logits(tokens, { onRun: (seen) => run = seen });
  assertEquals(run!, { ...run!, reused: 9, computed: tokens.length - 9, cacheTokens: 0, cacheBytes: 0 });
  const [fresh] = await model.logits(tokens, { cache: false });
  // As the last digits of a float32 allow: chunks differ.
  assert(largestDifference(reused!, fresh!) < 5e-5);
});

Deno.test("parcel-gru reads a text of more than one chunk as token after token", async () => {
  const model = serverModel("parcel-gru");
  const tokens = [0, ...await model.encode(`${TEXT} `.repeat(8))];
  assert(tokens.length > 128);
  const rows = await model.logits(tokens, { rows: 3, cache: false });
  for (const [i, row] of rows.entries()) {
    const [alone] = await model.logits(tokens.slice(0, tokens.length - 2 + i));
    assert(largestDifference(row, alone!) < 1e-4);
  }
});

Deno.test("parcel-bert has no cache: it reads everything again, and does not see what a blank hides", async () => {
  const model = serverModel("parcel-bert");
  const tokens = [0, ...await model.encode(TEXT)];
  assertEquals((await runOf(model, tokens)).computed, tokens.length + 1);
  const run = await runOf(model, tokens);
  assertEquals([run.reused, run.cacheTokens, run.computed], [0, 0, tokens.length + 1]);
  const seen = await model.fill(tokens, 4);
  assertEquals(await model.fill(tokens.with(4, 99), 4), seen);
  assert(largestDifference(await model.fill(tokens.with(9, 99), 4), seen) > 0.01, "what follows is read");
  assertEquals(seen.length, model.vocabulary.size);
});

Deno.test("parcel-bert asked at the end of a text is the model of the next token", async () => {
  const model = serverModel("parcel-bert");
  const tokens = [0, ...await model.encode("The package left the")];
  const [next] = await model.logits(tokens);
  assertEquals(await model.fill([...tokens, 5], tokens.length), next);
});

Deno.test("a call that is given up ends at once, and the models stay usable", async () => {
  for (const name of ["parcel-gru", "parcel-bert"] as const) {
    const model = serverModel(name);
    const tokens = [0, ...await model.encode(TEXT)];
    const controller = new AbortController();
    const reason = new Error("newer text");
    const asked = model.logits(tokens, { rows: tokens.length, cache: false, signal: controller.signal });
    controller.abort(reason);
    assertEquals(await assertRejects(() => asked), reason);
    assertEquals((await model.logits(tokens)).length, 1);
  }
});

Deno.test("a context that is empty, too long, or holds an unknown token is refused with the reason", async () => {
  for (const [name, most] of [["parcel-gru", 512], ["parcel-bert", 511]] as const) {
    const model = serverModel(name);
    assertEquals(model.contextLength, most);
    await assertRejects(() => model.logits([]), RangeError, "at least one token");
    await assertRejects(() => model.logits([4096]), RangeError, "not in the vocabulary");
    await assertRejects(() => model.logits(Array(most + 1).fill(5)), RangeError, `holds ${most} tokens`);
  }
  await assertRejects(() => serverModel("parcel-bert").fill([0, 5], 2), RangeError, "no position 2");
});

Deno.test("all three read the same tokens, and every token of the vocabulary has a logit", async () => {
  const models = [serverModel("parcel-gpt"), serverModel("parcel-gru"), serverModel("parcel-bert")];
  const ids = await Promise.all(models.map((model) => model.encode(TEXT)));
  assertEquals(new Set(ids.map(String)).size, 1);
  for (const model of models) {
    assertEquals(model.vocabulary.size, 4096);
    assertEquals((await model.logits([0]))[0]!.length, 4096);
  }
});

Deno.test("a disposed model refuses", async () => {
  const shipped = shippedModel("parcel-gru");
  const model = readEmbeddedModel(shipped, {
    weights: Deno.readFileSync(ROOT + shipped.weights),
    tokenizer: Deno.readTextFileSync(ROOT + shipped.tokenizer),
  });
  await model.dispose();
  await assertRejects(() => model.logits([0]), Error, "was disposed");
});
