import { oneOf, wholeFrom } from "@/lib/learn/check/draws.ts";
import { figure } from "@/lib/learn/check/figures.ts";
import { openLink } from "@/lib/learn/check/open_link.ts";
import type { QuestionType } from "@/lib/learn/check/question.ts";

/** How many numbers enter the hidden layer of a neural n-gram. */
export const neuralWidth: QuestionType = {
  name: "neural-width",
  aim: "neural",
  draft(random) {
    const context = wholeFrom(random, 2, 5);
    const embedding = oneOf(random, [6, 8, 12, 16, 24]);
    const hidden = oneOf(random, [10, 20, 32, 48, 64]);
    const vocabulary = oneOf(random, [30, 50, 80, 120, 200]);
    const choice = (value: number, why: string) => ({ text: figure(value), why });
    return {
      prompt:
        `A neural n-gram reads ${context} tokens. Its vocabulary has ${vocabulary} tokens, an embedding ` +
        `${embedding} numbers, the hidden layer ${hidden} units. How many numbers enter the hidden layer?`,
      right: choice(
        context * embedding,
        `Each of the ${context} tokens becomes its ${embedding} numbers, and these are joined: ${context} · ${embedding}.`,
      ),
      wrong: [
        choice(
          embedding,
          "This is one token's embedding. The embeddings are joined one behind the other, not added up.",
        ),
        choice(
          context * vocabulary,
          "This would be the tokens without embeddings, one switch for each word of the vocabulary.",
        ),
        choice(
          context + embedding,
          "Joining puts vectors one behind the other: it multiplies the two numbers.",
        ),
        choice(hidden, "This is what comes out of the hidden layer, not what enters it."),
        choice(vocabulary, "This is the output: one score for each token of the vocabulary."),
      ],
      open: openLink.train(`?context=${context}&embedding=${embedding}&hidden=${hidden}`),
    };
  },
};
