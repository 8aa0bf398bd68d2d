import { oneOf, wholeFrom } from "@/lib/learn/check/draws.ts";
import { percent } from "@/lib/learn/check/figures.ts";
import { openLink } from "@/lib/learn/check/open_link.ts";
import type { QuestionType } from "@/lib/learn/check/question.ts";
import { softmax } from "@/lib/lm/distribution/softmax.ts";

const LABELS = ["warehouse", "hub", "carrier"];

/** A constant added to all scores against a division of all scores. */
export const addOrDivide: QuestionType = {
  name: "add-or-divide",
  aim: "temperature",
  draft(random) {
    const logits = [wholeFrom(random, 15, 32), wholeFrom(random, 3, 12), wholeFrom(random, -15, 1)]
      .map((tenths) => tenths / 10);
    const by = oneOf(random, [2, 3, 4, 5]);
    const top = (scores: readonly number[]) => softmax(scores)[0]!;
    const before = top(logits);
    const divided = top(logits.map((logit) => logit / by));
    const multiplied = top(logits.map((logit) => logit * by));
    const alone = top([logits[0]! + by, ...logits.slice(1)]);
    const choice = (added: number, other: number, why: string) => ({
      text: `added: ${percent(added)}, divided: ${percent(other)}`,
      why,
    });
    return {
      prompt: `“warehouse” has ${percent(before)}. What does it have if ${by} is added to every score, and ` +
        `what if every score is divided by ${by} instead?`,
      given: LABELS.map((label, index) =>
        `${label.padEnd(12)}${logits[index]!.toFixed(1).replace("-", "−")}`
      ),
      right: choice(
        before,
        divided,
        "Adding moves all scores together and cancels out in the softmax. Dividing makes their gaps smaller.",
      ),
      wrong: [
        choice(
          divided,
          before,
          "Exchanged: it is adding that changes nothing, and dividing that changes the gaps.",
        ),
        choice(
          before,
          before,
          "Dividing is not harmless: it is what temperature does, and it flattens the shares.",
        ),
        choice(
          alone,
          divided,
          `That would be ${by} added to “warehouse” alone. It was added to every score.`,
        ),
        choice(before, multiplied, "The gaps got smaller, not larger: the likeliest token loses."),
        choice(
          alone,
          multiplied,
          "Both wrong: adding to all cancels out, and dividing makes the likeliest token lose.",
        ),
      ],
      open: openLink.softmax({ labels: LABELS, logits, temperature: by, add: by }),
    };
  },
};
