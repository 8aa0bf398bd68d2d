import { assert, assertEquals, assertThrows } from "@std/assert";
import { generateNgrams } from "@/lib/lm/ngram/generate.ts";
import { indistinguishableContexts } from "@/lib/lm/ngram/indistinguishable_contexts.ts";
import { ngramSparsity } from "@/lib/lm/ngram/sparsity.ts";
import { encodeSentences } from "@/lib/lm/ngram/stream.ts";
import { createNgramVocabulary, END } from "@/lib/lm/ngram/vocabulary.ts";
import { transitionMatrix } from "@/lib/lm/ngram/transition_matrix.ts";
import { CORPORA, referenceModel } from "./reference.ts";

const MESSAGES = CORPORA[0]!.sentences;
const COUNTS = { convention: "kenlm", smoothing: { method: "none" } } as const;

Deno.test("generateNgrams() draws sentences of the corpus where counts allow no other", () => {
  const { model, vocabulary } = referenceModel([["a", "b", "c"]], { order: 3, ...COUNTS });
  const { tokens, stoppedBy } = generateNgrams(model, { seed: 1, maxTokens: 10 });
  assertEquals(tokens.map((id) => vocabulary.token(id)), ["a", "b", "c", "</s>"]);
  assertEquals(stoppedBy, "end");
});

Deno.test("generateNgrams() repeats itself with the same seed and stops at its limit", () => {
  const { model } = referenceModel(MESSAGES, {
    order: 2,
    convention: "nltk",
    smoothing: { method: "stupid_backoff" },
  });
  const draw = (seed: number) => generateNgrams(model, { seed, maxTokens: 5 });
  assertEquals(draw(3), draw(3));
  assert(new Set(Array.from({ length: 20 }, (_, seed) => draw(seed).tokens.join())).size > 5);
  assertEquals(generateNgrams(model, { seed: 3, maxTokens: 1 }).stoppedBy, "limit");
});

Deno.test("generateNgrams() says that nothing follows an unseen context without smoothing", () => {
  const { model } = referenceModel(MESSAGES, { order: 2, ...COUNTS });
  assertEquals(generateNgrams(model, { start: [END], seed: 0, maxTokens: 5 }), {
    tokens: [],
    stoppedBy: "dead_end",
  });
});

Deno.test("transitionMatrix() has the bigram counts of the six messages", () => {
  const { model, vocabulary } = referenceModel(MESSAGES, { order: 2, ...COUNTS });
  const matrix = transitionMatrix(model, { rows: 2, columns: 3 });
  assertEquals(matrix.rows.map(({ token, total }) => [vocabulary.token(token), total]), [["<s>", 6], [
    "left",
    6,
  ]]);
  assertEquals(matrix.columns.map(({ token }) => vocabulary.token(token)), ["</s>", "left", "warehouse"]);
  assertEquals(matrix.cells, [{ row: 1, column: 2, count: 3 }]);
  assertEquals([matrix.allRows, matrix.allColumns, matrix.allCells], [8, 8, 12]);
  assertThrows(() =>
    transitionMatrix(referenceModel(MESSAGES, { order: 1, ...COUNTS }).model, { rows: 1, columns: 1 })
  );
});

Deno.test("ngramSparsity() counts possible, seen and seen-once contexts and what held-out text lacks", () => {
  const vocabulary = createNgramVocabulary("kenlm");
  const corpus = encodeSentences(["a b", "a c"], vocabulary);
  const heldOut = encodeSentences(["b a", "zebra"], vocabulary, { grow: false });
  const report = ngramSparsity(corpus, heldOut, { tokenIds: vocabulary.size, maxOrder: 3 });
  assertEquals(report[0], { order: 1, possible: 1, seen: 1, seenOnce: 0, heldOut: 5, heldOutUnseen: 0 });
  assertEquals(report[1], { order: 2, possible: 4, seen: 4, seenOnce: 2, heldOut: 5, heldOutUnseen: 1 });
  assertEquals(report[2], { order: 3, possible: 12, seen: 3, seenOnce: 2, heldOut: 3, heldOutUnseen: 3 });
});

Deno.test("indistinguishableContexts() finds what a bigram cannot tell apart", () => {
  const sentences = ["red apples fall", "red apples fall", "no apples grow", "no apples grow"];
  const { model, vocabulary } = referenceModel(sentences.map((s) => s.split(" ")), { order: 3, ...COUNTS });
  const [first] = indistinguishableContexts(model, 5);
  assertEquals(first!.contexts.map((ids) => ids.map((id) => vocabulary.token(id))), [["red", "apples"], [
    "no",
    "apples",
  ]]);
  assertEquals(first!.distance, 1);
});

Deno.test("indistinguishableContexts() weighs a pair by the rarer of its contexts, names the frequent one first, and ends at the limit", () => {
  const times = (count: number, sentence: string) => Array<string>(count).fill(sentence);
  const sentences = [
    ...times(1, "no apples grow"),
    ...times(4, "red apples fall"),
    ...times(2, "green apples rot"),
    ...times(3, "old pears fall"),
    ...times(3, "new pears grow"),
  ];
  const { model, vocabulary } = referenceModel(sentences.map((s) => s.split(" ")), { order: 3, ...COUNTS });
  const pairs = (limit: number) =>
    indistinguishableContexts(model, limit).map(({ last, contexts }) => [
      vocabulary.token(last),
      ...contexts.map(([first]) => vocabulary.token(first!)),
    ]);
  assertEquals(pairs(5), [["pears", "old", "new"], ["apples", "red", "green"]]);
  assertEquals(pairs(1), [["pears", "old", "new"]]);
});
