/** The way from a context down to the shorter ones: what each order passes on, and how the page writes it. */
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { stepArithmetic } from "@/lib/lm/ngram/study/step_arithmetic.ts";
import { CORPORA, referenceModel } from "./reference.ts";

const MESSAGES = CORPORA[0]!.sentences;

for (const method of ["kneser_ney", "witten_bell", "absolute_discounting", "jelinek_mercer"] as const) {
  Deno.test(`${method}: an order that saw the context passes a share on, one that did not has none`, () => {
    const { model, vocabulary } = referenceModel(MESSAGES, {
      order: 3,
      convention: "kenlm",
      smoothing: { method },
    });
    const left = vocabulary.id("left"), the = vocabulary.id("the");
    const steps = model.backoff([left, left]);
    assertEquals(steps.map(({ order, used }) => [order, used]).slice(0, 3), [[3, false], [2, true], [
      1,
      true,
    ]]);
    assertEquals(steps.map((step) => "passesOn" in step).slice(0, 2), [false, true]);
    // What the unseen order passes on is everything: its probability is that of the order below.
    assertAlmostEquals(model.probability([left, left], the), model.probability([left], the), 1e-12);
    const [, seen] = steps;
    assert(seen!.passesOn! > 0 && seen!.passesOn! < 1, `${seen!.passesOn}`);
  });
}

Deno.test("stepArithmetic() writes a share and what it is a share of, and all of it where the context is unseen", () => {
  const smoothing = { method: "witten_bell" } as const;
  const { model, vocabulary } = referenceModel(MESSAGES, { order: 3, convention: "kenlm", smoothing });
  const left = vocabulary.id("left"), word = vocabulary.id("warehouse");
  const steps = model.backoff([left, left]);
  const [unseen, seen] = [0, 1].map((at) =>
    stepArithmetic(model, steps, at, word, { count: at * 2, total: at * 6 })!
  );
  const [own, passes, below, sum] = /^(.+) \+ (.+) × (.+) = (.+)$/.exec(seen!)!.slice(1).map(Number);
  assertAlmostEquals(sum!, model.probability([left], word), 1e-3);
  assertAlmostEquals(own! + passes! * below!, sum!, 1e-3);
  assertAlmostEquals(passes!, steps[1]!.passesOn!, 1e-3);
  assertAlmostEquals(below!, model.probability([], word), 1e-3);
  assertEquals(unseen, `1 × ${sum} = ${sum}`);
});
