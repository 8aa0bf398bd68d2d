import type { SmoothingMethod } from "@/lib/lm/ngram/smoothing.ts";

/** How the smoothing methods are called on the page. */
export const METHOD_NAMES: Readonly<Record<SmoothingMethod, string>> = {
  none: "none: counts",
  add_k: "add-k",
  jelinek_mercer: "Jelinek-Mercer",
  absolute_discounting: "absolute discounting",
  witten_bell: "Witten-Bell",
  kneser_ney: "Kneser-Ney",
  modified_kneser_ney: "modified Kneser-Ney",
  stupid_backoff: "stupid backoff (scores)",
};
