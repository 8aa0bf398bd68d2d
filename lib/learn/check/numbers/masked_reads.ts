import { oneOf, wholeFrom } from "@/lib/learn/check/draws.ts";
import { openLink } from "@/lib/learn/check/open_link.ts";
import type { QuestionType } from "@/lib/learn/check/question.ts";

const SENTENCES = [
  "Parcel 41 went back to the sender because the address was wrong",
  "The driver rang twice and left the package with a neighbor",
  "We refund the order when it comes back within two weeks",
  "The label was wet so the scanner could not read the code",
  "Our hub in the north sorts every letter before six in the morning",
];

/** How many words a causal and a masked model may use for the same gap. */
export const maskedReads: QuestionType = {
  name: "masked-reads",
  aim: "masked",
  draft(random) {
    const words = oneOf(random, SENTENCES).split(" ");
    const gap = wholeFrom(random, 3, words.length - 3);
    const all = words.length - 1;
    const before = gap;
    const choice = (causal: number, masked: number, why: string) => ({
      text: `causal: ${causal}, masked: ${masked}`,
      why,
    });
    return {
      prompt:
        "One word of this sentence is hidden. How many of the other words may a causal model read to guess " +
        "it, and how many a masked model?",
      given: [words.map((word, index) => index === gap ? "____" : word).join(" ")],
      right: choice(
        before,
        all,
        "A causal model reads what stands before the gap; a masked model reads both sides, the gap itself left out.",
      ),
      wrong: [
        choice(all, before, "Exchanged: it is the masked model that reads both sides."),
        choice(all, all, "A causal model may not look ahead: in writing, what comes later is not there yet."),
        choice(
          before,
          before,
          "A masked model also reads the words after the gap; that is what it is trained for.",
        ),
        choice(
          before,
          all - before,
          "A masked model does not read only what comes after: it reads both sides.",
        ),
        choice(before + 1, all + 1, "The hidden word itself is not to be read: it is what is asked for."),
      ],
      open: openLink.predictor(
        { text: words.slice(0, gap).join(" "), model: "parcel-bert" },
        "See what a masked model makes of it",
      ),
    };
  },
};
