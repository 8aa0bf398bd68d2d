/** Every model of the site, asked with a signal that has aborted: the reason comes back, and nothing is computed. */
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
