import { oneOf } from "@/lib/learn/check/draws.ts";
import { figure } from "@/lib/learn/check/figures.ts";
import { openLink } from "@/lib/learn/check/open_link.ts";
import type { QuestionType } from "@/lib/learn/check/question.ts";
import { lossFromProbabilities } from "@/lib/lm/loss/loss.ts";

const PROBABILITIES = [0.5, 0.25, 0.125, 0.8, 0.4, 0.2, 0.1, 0.05];

/** Perplexity from the probabilities of four true tokens. */
export const perplexityOfFour: QuestionType = {
  name: "perplexity-of-four",
  aim: "loss",
  draft(random) {
    const probabilities = Array.from({ length: 4 }, () => oneOf(random, PROBABILITIES));
    const { perplexity, meanNats, sequenceProbability } = lossFromProbabilities(probabilities);
    const mean = probabilities.reduce((sum, p) => sum + p, 0) / 4;
    const choice = (value: number, why: string) => ({ text: figure(value, 2), why });
    return {
      prompt: `A model gave the four true tokens of a text the probabilities ${probabilities.join(", ")}. ` +
        "What is its perplexity?",
      right: choice(
        perplexity,
        `The mean of −ln p is ${figure(meanNats, 3)}, and e to that power is ${figure(perplexity, 2)}: ` +
          "as undecided as that many equal choices.",
      ),
      wrong: [
        choice(meanNats, "This is the mean loss in nats. Perplexity is e to its power."),
        choice(
          1 / mean,
          "This inverts the plain mean. Surprises weigh by their logarithm: the geometric mean counts.",
        ),
        choice(
          2 ** meanNats,
          "The loss is in nats, so e is the base. With base 2 it would have to be in bits.",
        ),
        choice(
          1 / sequenceProbability,
          "This is the whole text. Perplexity is per token: take the fourth root.",
        ),
        choice(
          1 / Math.min(...probabilities),
          "This is the worst token alone. All four count, by their mean loss.",
        ),
        choice(Math.exp(meanNats * 2), "The mean was doubled: four losses were divided by two, not by four."),
      ],
      open: openLink.loss({ probabilities }),
    };
  },
};
