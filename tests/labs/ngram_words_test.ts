/** What /ngram says: its sentence, the way down in numbers, and what an own text changes. */
import { assert, assertEquals } from "@std/assert";
import { initialState } from "@/lib/experiment/codec.ts";
import { NGRAM_FIELDS, type NgramQuery } from "@/lib/experiment/fields/ngram_fields.ts";
import { freshContext } from "@/lib/labs/ngram/fresh_context.ts";
import { ngramSentence } from "@/lib/labs/ngram/ngram_sentence.ts";
import { countsApart, plainWords } from "@/lib/labs/ngram/plain_words.ts";
import type { NgramView } from "@/lib/lm/ngram/study/view.ts";
import { answerNgram } from "@/lib/server/ngram_answer.ts";

function asked(patch: Partial<NgramQuery>): NgramView {
  const { view } = answerNgram({ ...initialState(NGRAM_FIELDS), ...patch }, true);
  if (!view) throw new Error("nothing was counted");
  return view;
}

Deno.test("ngramSentence() says what came next, and calls a score a score", () => {
  assertEquals(ngramSentence(asked({}), "none"), "After ⟦left⟧, ⟦warehouse⟧ came 3 of 6 times: 50 %.");
  const scores = asked({ order: 3, smoothing: "stupid_backoff", context: "customer left" });
  assertEquals(
    ngramSentence(scores, "stupid_backoff"),
    "After ⟦<unk> left⟧, ⟦warehouse⟧ has the best score, 0.2; scores are no probabilities.",
  );
  assertEquals(
    ngramSentence(asked({ context: "depot" }), "none"),
    "After ⟦<unk>⟧ nothing can be said: it was never seen.",
  );
});

Deno.test("the way down is written out for every smoothing, and every line is true", () => {
  const lines = (patch: Partial<NgramQuery>) => asked(patch).next.backoff.map(({ arithmetic }) => arithmetic);
  assertEquals(lines({}), ["3/6 = 0.5"]);
  assertEquals(lines({ order: 3, smoothing: "stupid_backoff", context: "customer left" }), [
    "0.4 × 0.5 = 0.2",
    "3/6 = 0.5",
    "3/24 = 0.125",
  ]);
  for (const smoothing of ["jelinek_mercer", "absolute_discounting", "witten_bell", "kneser_ney"] as const) {
    const view = asked({ smoothing, order: 3, context: "package left" });
    const [first] = view.next.backoff;
    const [, own, passes, below, p] = /^(?:([\d.]+) \+ )?([\d.]+) × ([\d.]+) = ([\d.]+)$/.exec(
      first!.arithmetic!,
    )!;
    assert(
      Math.abs(Number(own ?? 0) + Number(passes) * Number(below) - Number(p)) < 2e-4,
      first!.arithmetic!,
    );
    assert(Math.abs(Number(p) - view.next.rows[0]!.probability) < 1e-4);
  }
});

Deno.test("freshContext() keeps a context that the text has, else takes what is followed most", () => {
  assertEquals(freshContext("a b\na c\nd a", "left"), "a");
  assertEquals(freshContext("a b\na c\nd a", "d"), "d");
  assertEquals(freshContext("b x\na y", "left"), "b", "of equals the first");
  assertEquals([freshContext("a b", "<s>"), freshContext("a b", "<s> c"), freshContext("b a", " ")], [
    "<s>",
    "a",
    "b",
  ]);
  assertEquals(freshContext("word", "left"), "word");
  assertEquals(freshContext("", "left"), "left");
});

Deno.test("plainWords() makes words of one spelling, marks apart", () => {
  assertEquals([countsApart("The end."), countsApart("the end .")], [true, false]);
  assertEquals(plainWords("The end. Is it?"), "the end . is it ?");
});
