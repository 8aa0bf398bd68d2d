import { assert, assertAlmostEquals, assertEquals, assertRejects } from "@std/assert";
import { generate } from "@/lib/lm/generation/generate.ts";
import { DEFAULT_SAMPLER } from "@/lib/lm/sampler/settings.ts";
import { softmax } from "@/lib/lm/distribution/softmax.ts";
import { corpusTexts } from "@/lib/training/data/corpus_texts.ts";
import { createNeuralNgram } from "@/lib/training/run/neural_ngram_model.ts";
import { createPlainEngine } from "@/lib/training/engines/plain_engine.ts";
import { prepareRun, startRun } from "@/lib/training/run/start_run.ts";
import { DEFAULT_SETTINGS } from "@/lib/training/training_settings.ts";
import worked from "@/tests/reference/torch_neural_ngram.json" with { type: "json" };

async function trained() {
  const prepared = prepareRun(corpusTexts(DEFAULT_SETTINGS.corpus, null), DEFAULT_SETTINGS);
  const engine = createPlainEngine(prepared.spec);
  const run = startRun(prepared, engine);
  for (let step = 0; step < 120; step++) await run.advance();
  return createNeuralNgram({
    id: { name: "trained", revision: "test", dtype: "fp32" },
    shape: prepared.shape,
    weights: (await engine.save()).weights,
    tokenizer: prepared.data.tokenizer,
  });
}

Deno.test("the trained network is a LanguageModel: PyTorch's distribution after left regional", async () => {
  const model = await trained();
  const [logits] = await model.logits(await model.encode("package left regional"));
  const probabilities = softmax(logits!);
  worked.runs["7"].probabilities_after_left_regional.forEach((value, id) =>
    assertAlmostEquals(probabilities[id]!, value, 1e-6)
  );
  assertEquals(model.vocabulary.size, 9);
  assertEquals(probabilities[8], 0, "a word it never saw is never predicted");
});

Deno.test("it generates, scores, and reads unknown words and short contexts", async () => {
  const model = await trained();
  const prompt = await model.encode("order left local");
  const writing = generate(model, {
    prompt,
    sampler: DEFAULT_SAMPLER,
    pick: "greedy",
    seed: 0,
    maxTokens: 1,
  });
  const { value } = await writing.next();
  if (typeof value !== "object") throw new Error(`stopped: ${value}`);
  assertEquals(new TextDecoder().decode(model.vocabulary.bytes(value.id)), " warehouse");
  const scored = await model.score(prompt, { top: 2 });
  assertEquals(scored.map(({ id }) => id), prompt.slice(1));
  assertEquals(scored[0]!.top.length, 2);
  const unknown = await model.encode("depot");
  assertEquals(unknown, [8]);
  const known = Array.from(
    { length: 8 },
    (_, id) => new TextDecoder().decode(model.vocabulary.bytes(id)).trim(),
  );
  assertEquals(await model.encode(known.join(" ")), [0, 1, 2, 3, 4, 5, 6, 7], "from the first to the last");
  const rows = await model.logits([...unknown, ...prompt], { rows: 4 });
  assert(rows.every((row) => row.slice(0, 8).every(Number.isFinite)));
});

Deno.test("it refuses no tokens, unknown ids and too many rows", async () => {
  const model = await trained();
  await assertRejects(() => model.logits([]), RangeError);
  await assertRejects(() => model.logits([9]), RangeError);
  await assertRejects(() => model.logits([1], { rows: 2 }), RangeError);
  await model.dispose();
  await assertRejects(() => model.logits([1]), Error, "disposed");
});
