import { wholeFrom } from "@/lib/learn/check/draws.ts";
import { figure } from "@/lib/learn/check/figures.ts";
import { openLink } from "@/lib/learn/check/open_link.ts";
import type { QuestionType } from "@/lib/learn/check/question.ts";
import { natsToBits } from "@/lib/lm/loss/nats_to_bits.ts";
import { perplexityOf } from "@/lib/lm/loss/loss.ts";

/** How many equal choices a mean loss stands for. */
export const lossToPerplexity: QuestionType = {
  name: "loss-to-perplexity",
  aim: "loss",
  draft(random) {
    const nats = wholeFrom(random, 7, 30) / 10;
    const choice = (value: number, why: string) => ({ text: figure(value, 1), why });
    return {
      prompt:
        `Over a long text a model's mean loss is ${nats.toFixed(1)} nats per token. It was as undecided as ` +
        "a fair choice among how many tokens?",
      right: choice(
        perplexityOf(nats),
        `The effective number of choices is e to the power of ${nats.toFixed(1)}.`,
      ),
      wrong: [
        choice(2 ** nats, "Nats go with e. This took 2, which goes with bits."),
        choice(natsToBits(nats), "This is the same loss in bits, not yet a number of choices."),
        choice(10 ** nats, "This took 10 as the base. A loss in nats is a natural logarithm."),
        choice(
          nats * Math.E,
          "e is the base of a power, not a factor: a loss twice as large means many more choices.",
        ),
        choice(
          perplexityOf(nats * 1.5),
          "Bits were taken for nats, more or less: the exponent is the loss in nats itself.",
        ),
        choice(nats, "The loss itself is a logarithm of the number of choices, not that number."),
      ],
      open: openLink.loss({ losses_nats: [nats] }),
    };
  },
};
