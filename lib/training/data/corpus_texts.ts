import { trimWhiteSpace } from "@/lib/lm/white_space.ts";
import { splitTexts } from "@/lib/lm/ngram/count_model.ts";
import type { ShippedCorpus } from "@/lib/training/data/corpora.ts";

/** The texts of a corpus: a shipped one's, or the lines that a visitor wrote, without empty ones. */
export function corpusTexts(text: string, shipped: ShippedCorpus | null): string[] {
  if (shipped) return splitTexts(text);
  return text.split("\n").map(trimWhiteSpace).filter((line) => line !== "");
}
