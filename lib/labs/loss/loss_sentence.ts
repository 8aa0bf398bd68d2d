import type { LossMode } from "@/lib/experiment/fields/loss_fields.ts";
import type { LossReport } from "@/lib/lm/loss/loss.ts";

const FIGURE = new Intl.NumberFormat("en-US", { maximumFractionDigits: 2 });
const NATS = new Intl.NumberFormat("en-US", { maximumFractionDigits: 3 });

/**
 * The page's answer in one sentence: how unsure the sequence leaves one.
 *
 * @param vocabulary Number of tokens to choose from; null where it is not known.
 */
export function lossSentence(report: LossReport, mode: LossMode, vocabulary: number | null): string {
  const { meanNats, perplexity, probabilities } = report;
  if (meanNats === Infinity) return "A token that came had probability 0: no loss is large enough for that.";
  const mean = `A mean loss of ${NATS.format(meanNats)} nats`;
  if (perplexity === Infinity) {
    return `${mean}: sure of the wrong tokens. The perplexity, e^${
      FIGURE.format(meanNats)
    }, is beyond a double.`;
  }
  if (vocabulary !== null && perplexity > vocabulary * (1 + 1e-9)) {
    return `${mean}, perplexity ${few(perplexity)}: worse than a guess among its ${vocabulary} tokens.`;
  }
  if (meanNats === 0) return "Certain every time: no loss, perplexity 1.";
  const coins = mode === "probabilities" && probabilities.join() === "0.5,0.5,0.5,0.125";
  const lead = coins ? "Three coins and a surprise" : mean;
  return `${lead}: as unsure as a choice among ${few(perplexity)} equally likely tokens.`;
}

function few(perplexity: number): string {
  return perplexity < 1e6 ? FIGURE.format(perplexity) : perplexity.toExponential(2);
}
