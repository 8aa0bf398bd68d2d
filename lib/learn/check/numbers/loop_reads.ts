import { wholeFrom } from "@/lib/learn/check/draws.ts";
import { figure } from "@/lib/learn/check/figures.ts";
import { openLink } from "@/lib/learn/check/open_link.ts";
import type { QuestionType } from "@/lib/learn/check/question.ts";

/** How much text stands behind a prediction in the middle of the loop. */
export const loopReads: QuestionType = {
  name: "loop-reads",
  aim: "loop",
  draft(random) {
    const prompt = wholeFrom(random, 12, 60);
    const made = wholeFrom(random, 11, 40);
    const choice = (value: number, why: string) => ({ text: figure(value), why });
    return {
      prompt: `A prompt of ${prompt} tokens was typed, and the loop has appended ${made} tokens. ` +
        "Nothing was cut. How many tokens does the next prediction depend on?",
      right: choice(
        prompt + made,
        `All of the text so far, ${prompt} + ${made}. What the model wrote itself is context like any other.`,
      ),
      wrong: [
        choice(prompt, "Only the prompt? Then the loop would predict the same token again and again."),
        choice(made, "Only its own tokens? The prompt stays in the text; a model does not put it aside."),
        choice(prompt + made + 1, "The token to be predicted is not there yet: it cannot be read."),
        choice(
          prompt + 2 * made,
          "An appended token stands in the text once, not once for choosing and once for reading.",
        ),
        choice(
          prompt + made - 1,
          "The newest token is read too. It is the one that the next depends on most.",
        ),
        choice(
          prompt * 2 + made,
          "The prompt is not put in front again with every step: it is there already.",
        ),
      ],
      open: openLink.predictor({ text: "The package left the", max_tokens: 8 }),
    };
  },
};
