import { wholeFrom } from "@/lib/learn/check/draws.ts";
import { openLink } from "@/lib/learn/check/open_link.ts";
import type { QuestionType } from "@/lib/learn/check/question.ts";

/** Passes of a causal Transformer for scoring a text and for writing one. */
export const passes: QuestionType = {
  name: "passes",
  aim: "forcing",
  draft(random) {
    const count = wholeFrom(random, 12, 90);
    const prompt = wholeFrom(random, 10, 30);
    const choice = (score: number, write: number, why: string) => ({
      text: `score: ${score}, write: ${write}`,
      why,
    });
    return {
      prompt:
        `A causal Transformer scores a text of ${count} tokens, and writes ${count} tokens after a prompt ` +
        `of ${prompt}. How many passes does each take, one after another?`,
      right: choice(
        1,
        count,
        "The given text is known, so all its positions are computed together. A token that is written has to be there before the next.",
      ),
      wrong: [
        choice(
          count,
          count,
          "Scoring waits for nothing: every true token is known, so one pass holds them all.",
        ),
        choice(count, 1, "Exchanged: writing is what has to wait for each token."),
        choice(1, 1, "Writing cannot be one pass: token 2 depends on which token 1 was picked."),
        choice(
          1,
          count + prompt,
          "The prompt is known and read in one pass, the one that gives the first new token.",
        ),
        choice(
          1,
          count * 2,
          "One pass gives a new token, and the next pass reads it: it is not read in a pass of its own.",
        ),
      ],
      open: openLink.loss({ text: "The package left the warehouse.", model: "parcel-gpt" }),
    };
  },
};
