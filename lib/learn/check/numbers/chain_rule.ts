import { oneOf } from "@/lib/learn/check/draws.ts";
import { figure } from "@/lib/learn/check/figures.ts";
import { openLink } from "@/lib/learn/check/open_link.ts";
import type { QuestionType } from "@/lib/learn/check/question.ts";
import { lossFromProbabilities } from "@/lib/lm/loss/loss.ts";

const PROBABILITIES = [0.9, 0.8, 0.75, 0.6, 0.5, 0.4, 0.3, 0.25, 0.2];
const WORDS = [["Parcel", "left", "hub"], ["Your", "order", "ships", "today"], ["Delivery", "is", "late"]];

/** The probability of a whole text from those of its tokens. */
export const chainRule: QuestionType = {
  name: "chain-rule",
  aim: "chain",
  draft(random) {
    const words = oneOf(random, WORDS);
    const probabilities = words.map(() => oneOf(random, PROBABILITIES));
    const { sequenceProbability: product, geometricMean } = lossFromProbabilities(probabilities);
    const last = probabilities.at(-1)!;
    const mean = probabilities.reduce((sum, p) => sum + p, 0) / probabilities.length;
    const choice = (value: number, why: string) => ({ text: figure(value, 4), why });
    return {
      prompt:
        `A model gives each token of “${words.join(" ")}” this probability, given the tokens before it. ` +
        "How likely is the whole text?",
      given: words.map((word, index) => `${word.padEnd(10)}${probabilities[index]}`),
      right: choice(
        product,
        `The chain rule multiplies: ${probabilities.join(" · ")} = ${figure(product, 4)}.`,
      ),
      wrong: [
        choice(mean, "This is the mean. Averaging says how likely a token is, not all of them together."),
        choice(last, "This is the last token alone. It counts only if everything before it came true."),
        choice(product / probabilities[0]!, "The first token is left out: it has a probability too."),
        choice(product * last, "The last token is counted twice. Each token is a factor once."),
        choice(
          product / words.length,
          "A product is not shared out over the tokens; it is the answer already.",
        ),
        choice(
          geometricMean,
          "This is the geometric mean: the probability per token, which perplexity inverts.",
        ),
      ],
      open: openLink.loss({ probabilities }),
    };
  },
};
