import type { WordSurprisal } from "@/lib/lm/loss/text/word_surprisal.ts";

/**
 * Words as CSV: word, position, tokens, bits of the model, log frequency and length in characters.
 *
 * @param source What computed the bits; names their column.
 * @param corpus The text that frequencies are counted in: natural logarithm of occurrences a word, empty where there
 * is none.
 */
export function wordsCsv(words: readonly WordSurprisal[], source: string, corpus: string): string {
  const counts = new Map<string, number>();
  let total = 0;
  for (const [word] of corpus.toLowerCase().matchAll(/[\p{L}\p{N}']+/gu)) {
    counts.set(word, (counts.get(word) ?? 0) + 1);
    total++;
  }
  const rows = words.map(({ word, position, tokens, bits }) => {
    const plain = word.toLowerCase().match(/[\p{L}\p{N}']+/u)?.[0] ?? "";
    const count = counts.get(plain);
    return [
      quoted(word),
      position,
      tokens,
      bits ?? "",
      count === undefined ? "" : Math.log(count / total),
      [...word].length,
    ].join(",");
  });
  const head = [
    "word",
    "position",
    "tokens",
    quoted(`bits ${source}`),
    "log_frequency_shipped_corpora",
    "characters",
  ];
  return [head.join(","), ...rows].join("\n") + "\n";
}

/** A cell; one that a spreadsheet would take for a formula begins with an apostrophe. */
function quoted(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
}
