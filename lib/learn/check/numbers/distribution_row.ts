import { oneOf, shuffled, wholeFrom } from "@/lib/learn/check/draws.ts";
import { figure } from "@/lib/learn/check/figures.ts";
import { openLink } from "@/lib/learn/check/open_link.ts";
import type { QuestionType } from "@/lib/learn/check/question.ts";

const CONTEXTS = [
  "The parcel left the",
  "The driver parked the",
  "Her order came from the",
  "The scan shows the",
];
const TOKENS = ["warehouse", "hub", "carrier", "store", "depot", "van"];

/** Which of four rows can be a model's answer: the one of probabilities that sum to 1. */
export const distributionRow: QuestionType = {
  name: "distribution-row",
  aim: "distribution",
  draft(random) {
    const tokens = shuffled(random, TOKENS).slice(0, 3);
    const second = wholeFrom(random, 12, 30);
    const third = wholeFrom(random, 3, 11);
    const shares = [100 - second - third, second, third].map((share) => share / 100);
    const more = wholeFrom(random, 20, 50) / 100;
    const less = wholeFrom(random, 5, 9) / 10;
    const row = (values: readonly number[]) =>
      tokens.map((token, index) => `${token} ${figure(values[index]!, 2).replace("-", "−")}`).join(", ");
    return {
      prompt: `A model knows three tokens. Which row can be its answer after “${oneOf(random, CONTEXTS)}”?`,
      right: {
        text: row(shares),
        why:
          "Every token has a probability from 0 to 1, and the three together are 1: that is a distribution.",
      },
      wrong: [
        {
          text: row([shares[0]!, shares[1]! + more, shares[2]! + more]),
          why: "These sum to more than 1. Tokens share one whole: what one gains, the others lose.",
        },
        {
          text: row(shares.map((share) => share * less)),
          why: "These sum to less than 1, and there is no other token that could hold the rest.",
        },
        {
          text: row(shares.map((share) => Math.log(share))),
          why: "A probability is never below 0. These could be scores (logits), before the softmax.",
        },
        {
          text: row([1, 1, 0]),
          why: "A model does not mark what is allowed. It weighs: the sum has to be 1, and this is 2.",
        },
      ],
      open: openLink.softmax({ labels: tokens, logits: shares.map((share) => rounded(Math.log(share))) }),
    };
  },
};

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}
