/** Small parts of a model's answer: rows of their own contexts, one vocabulary or two, and what computed a score. */
import { assertEquals, assertThrows } from "@std/assert";
import { answerRows } from "@/lib/lm/answer_rows.ts";
import type { Backend, ModelRun } from "@/lib/lm/language_model.ts";
import { modelSource } from "@/lib/lm/model_source.ts";
import { sameVocabulary } from "@/lib/lm/same_vocabulary.ts";
import { packVocabulary, unpackVocabulary } from "@/lib/lm/vocabulary.ts";

Deno.test("answerRows() computes each row from what stands before it, oldest first", () => {
  const runs: ModelRun[] = [];
  const rows = (count?: number) =>
    answerRows(
      [5, 6, 7],
      { ...(count !== undefined && { rows: count }), onRun: (run) => runs.push(run) },
      (context) => Float32Array.from(context),
    ).map((row) => [...row]);
  assertEquals(rows(), [[5, 6, 7]]);
  assertEquals(rows(2), [[5, 6], [5, 6, 7]]);
  assertEquals(rows(3), [[5], [5, 6], [5, 6, 7]]);
  assertEquals(
    runs.map(({ milliseconds: _, ...run }) => run),
    [1, 2, 3].map((computed) => ({
      ...{ reused: 0, computed, cacheTokens: 0, cacheBytes: 0 },
    })),
  );
  assertEquals(runs.every(({ milliseconds }) => milliseconds >= 0 && milliseconds < 1000), true);
  assertThrows(() => rows(4), RangeError, "Cannot answer 4 rows for 3 tokens");
});

Deno.test("sameVocabulary() compares every token's bytes", () => {
  const of = (...tokens: string[]) =>
    unpackVocabulary(packVocabulary(tokens.map((token) => new TextEncoder().encode(token)), []));
  const vocabulary = of("a", "bc", "d");
  assertEquals(sameVocabulary(vocabulary, vocabulary), true);
  assertEquals(sameVocabulary(vocabulary, of("a", "bc", "d")), true);
  const others = [of("a", "bc"), of("a", "bc", "d", "e"), of("a", "bc", "e"), of("x", "bc", "d")];
  const longer = [of("a", "bcd", "d"), of("a", "b", "d"), of("a", "bd", "d"), of()];
  for (const other of [...others, ...longer]) assertEquals(sameVocabulary(vocabulary, other), false);
});

Deno.test("modelSource() names the model and what computed, and counts by that word alone", () => {
  const id = { name: "a/b", revision: "main", dtype: "q4" };
  const source = (backend: Backend) => modelSource({ id, backend });
  assertEquals([source("counts"), source("wasm")], ["counts", "a/b@main q4 wasm"]);
});
