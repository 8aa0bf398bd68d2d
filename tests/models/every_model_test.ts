/** What holds of every model of the site: what a question means that says no more, and that who has gone is not answered. */
import { assertEquals, assertRejects } from "@std/assert";
import type { LanguageModel } from "@/lib/lm/language_model.ts";
import { serverCounts } from "@/lib/server/count_corpus.ts";
import { serverModel } from "@/lib/server/models/shipped_models.ts";
import { createNeuralNgram } from "@/lib/training/run/neural_ngram_model.ts";
import { PARAMETERS, parameterShapes } from "@/lib/training/network/network.ts";

/** A trained network of three words, all of whose weights are 0. */
function neuralNgram(): LanguageModel {
  const shape = {
    vocabulary: 3,
    context: 2,
    embedding: 2,
    hidden: 2,
    activation: "tanh",
    tied: false,
  } as const;
  const shapes = parameterShapes(shape);
  const weights = Object.fromEntries(
    PARAMETERS.map((
      name,
    ) => [name, new Float32Array(shapes[name].reduce((product, size) => product * size, 1))]),
  );
  return createNeuralNgram({
    id: { name: "trained", revision: "1", dtype: "fp32" },
    shape,
    weights: weights as never,
    tokenizer: { kind: "words", tokens: ["a", "b", "c"], merges: [], unknown: null },
  });
}

const MODELS: Readonly<Record<string, () => LanguageModel>> = {
  counts: serverCounts,
  "parcel-gpt": () => serverModel("parcel-gpt"),
  "parcel-gru": () => serverModel("parcel-gru"),
  "parcel-bert": () => serverModel("parcel-bert"),
  trained: neuralNgram,
};

for (const [name, model] of Object.entries(MODELS)) {
  Deno.test(`${name} computes nothing for who has gone, and the next as ever`, async () => {
    const one = model();
    const signal = AbortSignal.abort(new Error("edited"));
    const tokens = [0, 1, 2];
    const ran: unknown[] = [];
    const onRun = (run: unknown) => void ran.push(run);
    await assertRejects(() => one.logits(tokens, { signal, onRun }), Error, "edited");
    await assertRejects(() => one.score(tokens, { signal }), Error, "edited");
    assertEquals(ran, []);
    const fresh = new AbortController();
    const [row] = await one.logits(tokens, { signal: fresh.signal });
    assertEquals([row!.length, (await one.score(tokens, { from: 1, signal: fresh.signal })).length], [
      one.vocabulary.size,
      2,
    ]);
  });
}

for (const [name, model] of Object.entries(MODELS)) {
  Deno.test(`${name} gives the last row, and scores from its first place without others beside it, unless told`, async () => {
    const one = model();
    const tokens = [0, 1, 2];
    const [last] = await one.logits(tokens, { rows: 1 });
    const rows = await one.logits(tokens);
    assertEquals([
      rows.length,
      rows[0]!.map((logit, id) => Math.abs(logit - last![id]!)).every((gap) => !(gap > 1e-4)),
    ], [
      1,
      true,
    ]);
    const scored = await one.score(tokens);
    const from = one.id.name === "counts" ? 0 : 1;
    assertEquals(scored.map(({ id }) => id), tokens.slice(from));
    assertEquals(new Set(scored.map(({ top }) => top.length)), new Set([0]));
    assertEquals((await one.score(tokens, { from: 2, top: 2 })).map(({ top }) => top.length), [2]);
  });
}
