import { oneOf, wholeFrom } from "@/lib/learn/check/draws.ts";
import { openLink } from "@/lib/learn/check/open_link.ts";
import type { QuestionType } from "@/lib/learn/check/question.ts";

const LABELS = ["warehouse", "hub", "carrier"];
const RUNS = [100, 200, 400, 500, 1000];

/** How often a token comes up when it is taken and when it is drawn. */
export const greedyDraws: QuestionType = {
  name: "greedy-draws",
  aim: "sampling",
  draft(random) {
    const second = wholeFrom(random, 5, 8) * 5;
    const third = wholeFrom(random, 1, 3) * 5;
    const shares = [100 - second - third, second, third];
    const runs = oneOf(random, RUNS);
    const asked = oneOf(random, [0, 1]);
    const about = (index: number) => runs * shares[index]! / 100;
    const taken = asked === 0 ? runs : 0;
    const choice = (greedy: number, sampled: number, why: string) => ({
      text: `greedy: ${greedy}, sampled: about ${Math.round(sampled)}`,
      why,
    });
    return {
      prompt: `One token is generated ${runs} times after the same text. How often is it “${LABELS[asked]}”?`,
      given: LABELS.map((label, index) => `${label.padEnd(12)}${shares[index]}\u00a0%`),
      right: choice(
        taken,
        about(asked),
        `Greedy takes the likeliest, “warehouse”, every time. A draw takes each token as often as its share says.`,
      ),
      wrong: [
        choice(about(asked), about(asked), "Greedy does not draw: it gives the same token every time."),
        choice(
          taken,
          asked === 0 ? runs : 0,
          "Sampling does not always take the likeliest: the others get their shares.",
        ),
        choice(about(asked), taken, "Exchanged: greedy is the one that never varies."),
        choice(taken, runs / 3, "A draw is not even: each token comes up in proportion to its probability."),
        choice(runs - taken, about(asked), "Greedy takes the likeliest token, which is “warehouse”."),
      ],
      open: openLink.softmax({
        labels: LABELS,
        logits: shares.map((share) => Math.round(Math.log(share / 100) * 1000) / 1000),
        draws: runs,
      }),
    };
  },
};
