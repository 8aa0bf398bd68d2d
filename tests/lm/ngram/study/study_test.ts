import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import fc from "fast-check";
import { sentencesOf } from "@/lib/lm/ngram/corpus.ts";
import { SMOOTHING_METHODS } from "@/lib/lm/ngram/smoothing.ts";
import { countAfter } from "@/lib/lm/ngram/study/next_tokens.ts";
import { BEGIN } from "@/lib/lm/ngram/vocabulary.ts";
import { matrixView } from "@/lib/lm/ngram/study/matrix_view.ts";
import { confusedContexts } from "@/lib/lm/ngram/study/measures.ts";
import { ngramMeasures, type NgramQuestion, ngramView } from "@/lib/lm/ngram/study/view.ts";
import { createStudy, holdOut, type Study, type StudySettings } from "@/lib/lm/ngram/study/study.ts";
import { SIX_MESSAGES } from "@/lib/labs/ngram/ngram_request.ts";
import { referenceModel } from "../reference.ts";

const SETTINGS: StudySettings = { order: 2, convention: "kenlm", unit: "words", merges: 0 };
const QUESTION: NgramQuestion = {
  smoothing: { method: "none" },
  context: ["left"],
  words: ["warehouse", "depot"],
  test: [],
  top: 12,
  matrix: { row: 1, column: 1, size: 12 },
  seed: 0,
  maxTokens: 20,
};

function study(changes: Partial<StudySettings> = {}, text = SIX_MESSAGES): Study {
  return createStudy(sentencesOf(text), { ...SETTINGS, ...changes });
}

Deno.test("ngramView() shows the row of left with its counts, likeliest first", () => {
  const { next, sentences, tokens, types, vocabularySize } = ngramView(study(), QUESTION);
  assertEquals([sentences, tokens, types, vocabularySize], [6, 18, 7, 9]);
  assertEquals(next.rows.map(({ token, count, probability }) => [token, count, probability]), [
    ["warehouse", 3, 3 / 6],
    ["hub", 2, 2 / 6],
    ["carrier", 1, 1 / 6],
  ]);
  assertEquals([next.total, next.types, next.other], [6, 3, { count: 6, probability: 0 }]);
});

Deno.test("ngramView() has every token in its rows or among the others, under every smoothing and order", () => {
  for (const method of SMOOTHING_METHODS) {
    for (const order of [1, 2, 3, 4]) {
      const asked = { ...QUESTION, smoothing: { method }, top: 3, context: ["parcel", "left"] };
      const { next, unseen } = ngramView(study({ order }), asked);
      const shown = next.rows.reduce((sum, { probability }) => sum + probability, 0);
      const mine = unseen.methods.find((each) => each.method === method)!;
      assertAlmostEquals(shown + next.other.probability, mine.seen + mine.unseen, 1e-12);
      if (method !== "stupid_backoff") assertAlmostEquals(mine.seen + mine.unseen, 1, 1e-12);
      assert(next.rows.every((row, i) => i === 0 || row.probability <= next.rows[i - 1]!.probability));
    }
  }
});

Deno.test("ngramView() gives what was never seen 0 without smoothing and something with it", () => {
  const { unseen } = ngramView(study(), { ...QUESTION, words: ["hub", "package", "depot"] });
  assertEquals(unseen.words, [
    { word: "hub", known: true, count: 2 },
    { word: "package", known: true, count: 0 },
    { word: "depot", known: false, count: 0 },
  ]);
  assertEquals([unseen.seenTypes, unseen.unseenTypes], [3, 6]);
  for (const { method, words, unseen: mass } of unseen.methods) {
    assert(words[0]! > words[1]! && words[1]! >= words[2]!, method);
    assertEquals(mass > 0 && words[1]! > 0, method !== "none", method);
  }
});

Deno.test("ngramView() tells the backoff path with the counts of each context", () => {
  const asked = { ...QUESTION, smoothing: { method: "kneser_ney" }, context: ["customer", "left"] } as const;
  const { next } = ngramView(study({ order: 3 }), asked);
  assertEquals(next.context.map(({ known }) => known), [false, true]);
  assertEquals(next.backoff.map(({ order, used, total, types }) => [order, used, total, types]), [
    [3, false, 0, 0],
    [2, true, 6, 3],
    [1, true, 24, 8],
    [0, true, 24, 8],
  ]);
});

Deno.test("ngramView() draws the same text with the same seed", () => {
  const draw = (seed: number) => ngramView(study(), { ...QUESTION, seed }).generation;
  assertEquals(draw(1), draw(1));
  assertEquals(draw(0).start, ["left"]);
  assertEquals(draw(0).tokens.at(-1), "</s>");
  const none = ngramView(study(), { ...QUESTION, context: ["depot"] });
  assertEquals(none.generation.stoppedBy, "dead_end");
});

Deno.test("matrixView() shows any window of the same matrix", () => {
  const words = fc.array(fc.constantFrom("a", "b", "c", "d", "e", "f"), { minLength: 1, maxLength: 8 });
  const corpus = fc.array(words.map((each) => each.join(" ")), { minLength: 1, maxLength: 12 });
  const rank = fc.integer({ min: 1, max: 30 });
  fc.assert(
    fc.property(corpus, rank, rank, fc.integer({ min: 2, max: 5 }), (sentences, row, column, size) => {
      const counted = createStudy(sentences, SETTINGS);
      const model = counted.models({ method: "none" });
      const whole = matrixView(counted, model, { row: 1, column: 1, size: 40 })!;
      const part = matrixView(counted, model, { row, column, size })!;
      assertEquals(whole.overview, null);
      assertEquals(whole.cells.length, whole.allCells);
      const total = whole.cells.reduce((sum, [, , count]) => sum + count, 0);
      assertEquals(total, sentences.reduce((sum, sentence) => sum + sentence.split(" ").length + 1, 0));
      const { window } = part;
      assert(window.row >= 1 && window.row <= row && part.rows.length === Math.min(size, part.allRows));
      const expected = whole.cells
        .map(([r, c, count]) => [r + 1 - window.row, c + 1 - window.column, count] as const)
        .filter(([r, c]) => r >= 0 && r < size && c >= 0 && c < size);
      assertEquals(part.cells, expected);
      assertEquals(part.rows, whole.rows.slice(window.row - 1, window.row - 1 + size));
    }),
  );
});

Deno.test("matrixView() sums the whole matrix up by doubling ranks", () => {
  const sentences = Array.from({ length: 300 }, (_, i) => `w${i % 40} w${(i * 7) % 60} w${(i * i) % 50}`);
  const counted = createStudy(sentences, SETTINGS);
  const matrix = matrixView(counted, counted.models({ method: "none" }), { row: 1, column: 1, size: 10 })!;
  const { rows, columns, filled } = matrix.overview!;
  assertEquals(rows.slice(0, 5), [1, 2, 3, 5, 9]);
  const width = (firsts: readonly number[], i: number, all: number) =>
    (firsts[i + 1] ?? all + 1) - firsts[i]!;
  const cells = filled.flatMap((line, i) =>
    line.map((share, j) => share * width(rows, i, matrix.allRows) * width(columns, j, matrix.allColumns))
  );
  assertAlmostEquals(cells.reduce((a, b) => a + b), matrix.allCells, 1e-9);
  assert(filled.flat().every((share) => share >= 0 && share <= 1));
});

Deno.test("matrixView() is null for a unigram", () => {
  const counted = study({ order: 1 });
  assertEquals(matrixView(counted, counted.models({ method: "none" }), QUESTION.matrix), null);
});

Deno.test("holdOut() takes every tenth sentence out of the counts, at most 2,000, or takes those given", () => {
  const sentences = Array.from({ length: 100 }, (_, i) => `word${i} end`);
  const split = holdOut(createStudy(sentences, SETTINGS), [])!;
  assertEquals([split.sentences.length, split.study.sentences.length, split.split], [10, 90, true]);
  assertEquals(split.study.sentences.includes(split.sentences[0]!), false);
  const long = createStudy(Array.from({ length: 45_000 }, (_, i) => `w${i % 9}`), { ...SETTINGS, order: 1 });
  assert(holdOut(long, [])!.sentences.length <= 2000);
  const given = holdOut(study(), ["order left hub"])!;
  assertEquals([given.sentences, given.split, given.study.sentences.length], [["order left hub"], false, 6]);
  assertEquals(holdOut(study({}, "only one"), []), null);
});

Deno.test("ngramMeasures() measures sparsity and perplexity on the same held-out sentences", () => {
  const measures = ngramMeasures(study(), { ...QUESTION, test: ["order left depot", "package left hub"] })!;
  assertEquals([measures.heldOutSentences, measures.split], [2, false]);
  assertEquals(measures.sparsity.map(({ order }) => order), [1, 2, 3, 4, 5, 6]);
  for (const { possible, seen, seenOnce, heldOut, heldOutUnseen } of measures.sparsity) {
    assert(seenOnce <= seen && seen <= possible && heldOutUnseen <= heldOut);
  }
  const tested = Object.fromEntries(measures.tested.map((each) => [each.method, each]));
  assertEquals(tested["none"]!.perplexity, null);
  assertEquals(tested["none"]!.tokens, 8);
  assertAlmostEquals(Math.exp(tested["add_k"]!.crossEntropyNats!), tested["add_k"]!.perplexity!, 1e-9);
});

Deno.test("confusedContexts() sets what a bigram says of both beside a trigram's two rows", () => {
  const text = "red apples fall\nred apples fall\nno apples grow\nno apples grow";
  const [first] = confusedContexts(study({}, text));
  assertEquals(first!.contexts, [["red", "apples"], ["no", "apples"]]);
  assertEquals(first!.distance, 1);
  assertEquals(first!.rows.map(({ context }) => context), [["apples"], ["red", "apples"], ["no", "apples"]]);
  assertEquals(first!.rows[0]!.entries.map(({ probability }) => probability), [0.5, 0.5]);
  assertEquals(first!.rows[1]!.entries.map(({ token }) => token), ["fall"]);
});

Deno.test("countAfter() counts nothing after a context that is unseen or longer than the order, nor a begin mark", () => {
  const sentences = [["a", "b"], ["a", "b"], ["a", "c"]];
  const { model, ids } = referenceModel(sentences, {
    order: 2,
    convention: "kenlm",
    smoothing: { method: "none" },
  });
  const after = (context: string[], token: string) => countAfter(model, ids(context), ids([token])[0]!);
  assertEquals([after(["a"], "b"), after(["a"], "c"), after([], "a"), after(["b"], "a")], [2, 1, 3, 0]);
  assertEquals([after(["never"], "b"), after(["a", "a"], "b"), after(["a", "b", "c"], "b")], [0, 0, 0]);
  assertEquals(countAfter(model, [], BEGIN), 0);
});
