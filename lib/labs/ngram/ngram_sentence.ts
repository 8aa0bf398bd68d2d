import type { SmoothingMethod } from "@/lib/lm/ngram/smoothing.ts";
import type { NgramView } from "@/lib/lm/ngram/study/view.ts";
import { numberText } from "@/lib/lm/number_text.ts";

const FIGURE = new Intl.NumberFormat("en-US", { maximumFractionDigits: 1 });
const SCORE = new Intl.NumberFormat("en-US", { maximumFractionDigits: 4 });

/** The page's answer in one sentence: what comes next, how often it did, how likely that makes it. */
export function ngramSentence({ next }: Pick<NgramView, "next">, method: SmoothingMethod): string {
  const { rows, total, looksAt } = next;
  const after = looksAt.length === 0 ? "With no context" : `After ⟦${looksAt.join(" ")}⟧`;
  const best = rows[0];
  if (!best) return `${after} nothing can be said: it was never seen.`;
  if (method === "stupid_backoff") {
    return `${after}, ⟦${best.token}⟧ has the best score, ${
      SCORE.format(best.probability)
    }; scores are no probabilities.`;
  }
  const share = `${FIGURE.format(best.probability * 100)} %`;
  if (total === 0) {
    return `${after} nothing was ever seen; ⟦${best.token}⟧ is likeliest all the same, ${share}.`;
  }
  const times = `${numberText(best.count)} of ${numberText(total)} times`;
  return `${after}, ⟦${best.token}⟧ came ${times}: ${share}${method === "none" ? "" : " with smoothing"}.`;
}
