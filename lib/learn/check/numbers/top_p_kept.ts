import { oneOf, shuffled, wholeFrom } from "@/lib/learn/check/draws.ts";
import { percent } from "@/lib/learn/check/figures.ts";
import { openLink } from "@/lib/learn/check/open_link.ts";
import type { QuestionType } from "@/lib/learn/check/question.ts";
import { DEFAULT_SAMPLER } from "@/lib/lm/sampler/settings.ts";
import { shape } from "@/lib/lm/sampler/shape.ts";

const TOKENS = ["late", "early", "today", "delayed", "free", "lost"];

/** What top-p leaves, and what the likeliest token has then. */
export const topPKept: QuestionType = {
  name: "top-p-kept",
  aim: "sampling",
  draft(random) {
    const labels = shuffled(random, TOKENS).slice(0, 5);
    const shares = fallingShares([
      wholeFrom(random, 16, 28),
      wholeFrom(random, 9, 15),
      wholeFrom(random, 5, 8),
      3,
    ]);
    const p = oneOf(random, [0.6, 0.7, 0.8, 0.9]);
    const logits = shares.map((share) => Math.log(share / 100));
    const { stages, probabilities } = shape(logits, { ...DEFAULT_SAMPLER, top_p: p });
    const kept = stages.find(({ name }) => name === "top_p")!.keptCount;
    const share = (count: number) => shares[0]! / shares.slice(0, count).reduce((sum, each) => sum + each, 0);
    const choice = (count: number, top: number, why: string) => ({
      text: `tokens: ${count}, likeliest: ${percent(top)}`,
      why,
    });
    return {
      prompt:
        `Top-p is ${p}: the likeliest tokens stay, as few as together reach that share. How many of these can ` +
        "still be drawn, and what share does the likeliest have then?",
      given: labels.map((label, index) => `${label.padEnd(10)}${shares[index]}\u00a0%`),
      right: choice(
        kept,
        probabilities[0]!,
        `From the likeliest down until ${
          p * 100
        } % are reached, the token that crosses included; what is left is made 1 again.`,
      ),
      wrong: [
        ...(kept > 1
          ? [
            choice(
              kept - 1,
              share(kept - 1),
              "The token that crosses the limit stays; without it the sum is below p.",
            ),
          ]
          : []),
        choice(
          kept,
          shares[0]! / 100,
          "What is left is divided by its sum again: the shares of kept tokens grow.",
        ),
        choice(kept + 1, share(kept + 1), "One too many: the sum had reached p before this token."),
        choice(
          5,
          shares[0]! / 100,
          "Nothing cut? Top-p drops the tail, so that unlikely tokens are never drawn.",
        ),
        choice(1, 1, "That is greedy. Top-p keeps as many tokens as it takes to reach p."),
      ],
      open: openLink.softmax({ labels, logits: logits.map((z) => Math.round(z * 1000) / 1000), top_p: p }),
    };
  },
};

/** Percentages that sum to 100, the likeliest first. */
function fallingShares(rest: readonly number[]): number[] {
  return [100 - rest.reduce((sum, share) => sum + share, 0), ...rest];
}
