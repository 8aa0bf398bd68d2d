import { guarded } from "@/lib/labs/csv_text.ts";
import type { WordSurprisal } from "@/lib/lm/loss/text/word_surprisal.ts";

/**
 * Words as CSV: word, position, tokens, bits of the model, log frequency and length in characters.
 *
 * @param source What computed the bits; names their column.
 * @param corpus The text that frequencies are counted in, and its name: natural logarithm of a word's share of it,
 * empty where it does not occur.
 */
export function wordsCsv(
  words: readonly WordSurprisal[],
  source: string,
  corpus: { readonly name: string; readonly text: string },
): string {
  const frequency = createFrequencies(corpus.text);
  const rows = words.map(({ word, position, tokens, bits }) =>
    [quotedCell(word), position, tokens, bits ?? "", frequency(word) ?? "", [...word].length].join(",")
  );
  const head = [
    "word",
    "position",
    "tokens",
    quotedCell(`bits ${source}`),
    quotedCell(`log_frequency ${corpus.name}`),
    "characters",
  ];
  return [head.join(","), ...rows].join("\n") + "\n";
}

/** Counts words of a corpus. The function it gives is the natural logarithm of a word's share; null for none. */
export function createFrequencies(corpus: string): (word: string) => number | null {
  const counts = new Map<string, number>();
  let total = 0;
  for (const [word] of corpus.toLowerCase().matchAll(/[\p{L}\p{N}']+/gu)) {
    counts.set(word, (counts.get(word) ?? 0) + 1);
    total++;
  }
  return (word) => {
    const count = counts.get(word.toLowerCase().match(/[\p{L}\p{N}']+/u)?.[0] ?? "");
    return count === undefined ? null : Math.log(count / total);
  };
}

/** A cell; one that a spreadsheet would take for a formula begins with an apostrophe. */
export function quotedCell(text: string): string {
  return `"${guarded(text).replaceAll('"', '""')}"`;
}
