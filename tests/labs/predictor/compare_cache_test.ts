/** The cache timed against none: which passes are made, in which order, and how far their answers are apart. */
import { assertAlmostEquals, assertEquals, assertRejects } from "@std/assert";
import type { Prediction } from "@/lib/labs/predictor/answer.ts";
import { compareCache } from "@/lib/labs/predictor/compare_cache.ts";
import type { LanguageModel } from "@/lib/lm/language_model.ts";
import { fakeModel } from "@/tests/lm/fake_model.ts";

const { signal } = new AbortController();

/** A model whose answers with the cache differ by these amounts from those without. */
function drifting(amounts: readonly number[]) {
  const model = fakeModel({ tokens: ["a", "b", "c"] });
  const passes: [length: number, cache: boolean][] = [];
  const logits: LanguageModel["logits"] = (tokens, { cache = true, onRun } = {}) => {
    passes.push([tokens.length, cache]);
    onRun?.({
      reused: 0,
      computed: 1,
      milliseconds: tokens.length * (cache ? 1 : 10),
      cacheTokens: 0,
      cacheBytes: 0,
    });
    return Promise.resolve([Float32Array.of(1, 2, 3).map((value, i) => cache ? value + amounts[i]! : value)]);
  };
  return { model: { ...model, logits } as LanguageModel, passes };
}

function after(model: LanguageModel, length: number): Prediction {
  return { model, end: { context: Array(length).fill(0) } } as unknown as Prediction;
}

Deno.test("the last eight tokens are timed after one pass that is not, with the cache first", async () => {
  const { model, passes } = drifting([0.25, -0.75, 0.5]);
  const halves: string[] = [];
  const made = await compareCache(
    after(model, 11),
    signal,
    (half) => halves.push(`${half} ${passes.length}`),
  );
  assertEquals(passes.slice(0, 9), [3, 4, 5, 6, 7, 8, 9, 10, 11].map((length) => [length, true]));
  assertEquals(passes.slice(9), [4, 5, 6, 7, 8, 9, 10, 11].map((length) => [length, false]));
  assertEquals([made!.tokens, made!.withCache, halves], [11, [4, 5, 6, 7, 8, 9, 10, 11], [
    "with 0",
    "without 9",
  ]]);
  assertEquals(made!.withoutCache, [40, 50, 60, 70, 80, 90, 100, 110]);
  assertAlmostEquals(made!.largestDifference, 0.75, 1e-6);
});

Deno.test("a short text is timed from its second token on, and the pass before has one token at least", async () => {
  const { model, passes } = drifting([0, 0, 0]);
  const made = await compareCache(after(model, 2), signal, () => {});
  assertEquals([passes, made!.withCache], [[[1, true], [2, true], [2, false]], [2]]);
  assertEquals(made!.largestDifference, 0);
});

Deno.test("one token, or a model without a cache, is not compared; an abort ends it", async () => {
  const { model, passes } = drifting([0, 0, 0]);
  assertEquals(await compareCache(after(model, 1), signal, () => {}), null);
  assertEquals(await compareCache(after({ ...model, cacheBytesPerToken: 0 }, 9), signal, () => {}), null);
  assertEquals(passes, []);
  await assertRejects(() => compareCache(after(model, 9), AbortSignal.abort(), () => {}), DOMException);
  assertEquals(passes.length, 1);
});
