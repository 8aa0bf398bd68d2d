/** A word is found by its spelling in every model, the marks of order 1 under NLTK's convention included. */
import { assertAlmostEquals, assertEquals } from "@std/assert";
import { SMOOTHING_METHODS } from "@/lib/lm/ngram/smoothing.ts";
import { createStudy } from "@/lib/lm/ngram/study/study.ts";
import { unseenEvents } from "@/lib/lm/ngram/study/unseen_events.ts";
import { NGRAM_CONVENTIONS } from "@/lib/lm/ngram/vocabulary.ts";
import { referenceModel } from "./reference.ts";

Deno.test("createNgramModel() finds every word's probability by its spelling: they sum to 1", () => {
  const contexts: Readonly<Record<number, readonly string[]>> = { 1: [], 2: ["a"], 3: ["a", "b"], 4: ["c"] };
  for (const method of SMOOTHING_METHODS.filter((each) => each !== "stupid_backoff")) {
    for (const convention of NGRAM_CONVENTIONS) {
      for (const [order, context] of Object.entries(contexts)) {
        const settings = { order: Number(order), convention, smoothing: { method } };
        const { model, ids } = referenceModel([["a", "b", "c"], ["a", "b"], ["c", "a"]], settings);
        const read = (tokens: readonly string[]) => ids(tokens).map(model.readWord);
        const words = new Set(read(["a", "b", "c", "<s>", "</s>", "never-seen"]));
        const shares = [...words].filter(model.predicts).map((id) => model.probability(read(context), id));
        const total = shares.reduce((sum, share) => sum + share, 0);
        assertAlmostEquals(total, 1, 1e-12, `${method}, ${convention}, order ${order}`);
      }
    }
  }
});

Deno.test("createNgramModel() counts </s> in the textbook's Kneser-Ney at order 1, where NLTK has no figures", () => {
  for (const method of ["kneser_ney", "modified_kneser_ney"] as const) {
    const settings = { order: 1, convention: "nltk", smoothing: { method } } as const;
    const { model, ids } = referenceModel([["a", "b"], ["a"]], settings);
    const shares = ids(["a", "b", "</s>", "<s>", "zebra"]).map((id) =>
      model.probability([], model.readWord(id))
    );
    assertEquals(shares, [2 / 5, 1 / 5, 2 / 5, 0, 0]);
    assertEquals(model.notes([]).length, 1);
  }
  // NLTK's own model of these sentences, which has neither mark at order 1.
  const settings = { order: 1, convention: "nltk", smoothing: { method: "witten_bell" } } as const;
  const { model, ids } = referenceModel([["a", "b"], ["a"]], settings);
  assertEquals(ids(["a", "b", "</s>"]).map((id) => model.probability([], model.readWord(id))), [
    2 / 3,
    1 / 3,
    0,
  ]);
});

Deno.test("unseenEvents() has nothing unseen where every word of order 1 was counted, </s> among them", () => {
  const settings = { order: 1, convention: "nltk", unit: "words", merges: 0 } as const;
  const study = createStudy(["a b", "a"], settings);
  const { methods } = unseenEvents(study, { method: "none" }, [], ["</s>"]);
  const figures = methods.filter(({ method }) => /none|kneser/.test(method))
    .map(({ method, seen, unseen, words }) => [method, seen, unseen, words[0]]);
  assertEquals(figures, [
    ["none", 1, 0, 0],
    ["kneser_ney", 1, 0, 0.4],
    ["modified_kneser_ney", 1, 0, 0.4],
  ]);
});
