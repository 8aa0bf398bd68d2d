import type { SoftmaxView } from "@/lib/labs/softmax/softmax_view.ts";

/** The settings that the sentence names. */
interface SentenceSettings {
  readonly logits: readonly number[];
  readonly temperature: number;
}

/**
 * The page's answer in one sentence: how many times as likely the first token is as the second, and why.
 *
 * @param figure Writes a number with at most `decimals` decimals.
 */
export function softmaxSentence(
  { logits, temperature }: SentenceSettings,
  { labels, report }: Pick<SoftmaxView, "labels" | "report">,
  figure: (value: number, decimals: number) => string,
): string {
  const first = labels[report.argmax]!;
  if (logits.length === 1) return `One token has all of it: ${first}, 100 %.`;
  if (temperature === 0) return `At temperature 0 the highest score takes everything: ${first}.`;
  const top = logits[report.argmax]!;
  const second = logits.reduce((best, z, id) => id === report.argmax ? best : Math.max(best, z), -Infinity);
  const gap = top - second;
  const at = temperature === 1 ? "" : `At temperature ${figure(temperature, 3)} `;
  if (gap === 0) return `${at === "" ? "Equal" : `${at}equal`} scores are equally likely.`;
  const ratio = Math.exp(gap / temperature);
  const times = ratio === Infinity ? "more than 10^308" : figure(ratio, ratio < 9.95 ? 1 : 0);
  return `${at === "" ? "A" : `${at}a`} score ${figure(gap, 2)} higher is ${times} times as likely.`;
}
