import { oneOf, shuffled, wholeFrom } from "@/lib/learn/check/draws.ts";
import { percent } from "@/lib/learn/check/figures.ts";
import { openLink } from "@/lib/learn/check/open_link.ts";
import type { QuestionType } from "@/lib/learn/check/question.ts";
import { softmaxReport } from "@/lib/lm/sampler/softmax_report.ts";

const TOKENS = ["correctly", "slowly", "angrily", "politely", "twice"];
const TEMPERATURES = [0.5, 0.6, 0.8, 1.5, 2, 3];

/** What a temperature makes of the likeliest token. */
export const temperatureTop: QuestionType = {
  name: "temperature-top",
  aim: "temperature",
  draft(random) {
    const labels = shuffled(random, TOKENS).slice(0, 3);
    const logits = [wholeFrom(random, 16, 30), wholeFrom(random, 4, 14), wholeFrom(random, -20, 2)]
      .map((tenths) => tenths / 10);
    const temperature = oneOf(random, TEMPERATURES);
    const top = (t: number) => softmaxReport(logits, t).probabilities[0]!;
    const before = top(1);
    const choice = (share: number, why: string) => ({ text: percent(share), why });
    return {
      prompt: `These are a model's scores. At temperature 1, “${labels[0]}” has ${percent(before)}. ` +
        `What does it have at temperature ${temperature}?`,
      given: labels.map((label, index) => `${label.padEnd(12)}${figureOf(logits[index]!)}`),
      right: choice(
        top(temperature),
        `Every score is divided by ${temperature}, then comes the softmax: ` +
          (temperature > 1
            ? "gaps shrink, and the likeliest token loses."
            : "gaps grow, and the likeliest token gains."),
      ),
      wrong: [
        choice(
          top(1 / temperature),
          "The other way round: the scores were multiplied. Temperature divides them.",
        ),
        choice(before, "Unchanged? That is what adding a constant does. Dividing changes the gaps."),
        choice(Math.min(before / temperature, 0.999), "The scores are divided, not the probability."),
        choice(1 / 3, "Even shares come only when the temperature goes to infinity."),
        choice(
          0.999,
          "Certainty comes only when the temperature goes to 0: then the likeliest token takes all.",
        ),
      ],
      open: openLink.softmax({ labels, logits, temperature }),
    };
  },
};

function figureOf(logit: number): string {
  return logit.toFixed(1).replace("-", "−").padStart(4);
}
