import type { MeasuredWords } from "@/lib/labs/score/words/measure_words.ts";
import { createFrequencies, quotedCell } from "@/lib/labs/score/words_csv.ts";

/** A corpus that word frequencies are counted in. */
export interface FrequencyCorpus {
  /** Names its column. */
  readonly name: string;
  readonly text: string;
}

/**
 * Words of a study as CSV: two columns of bits for each model, as summed and with the correction for the space in
 * front; natural logarithm of a word's share of the corpus, empty where it does not occur; length in characters.
 *
 * @param models The same sentences under each model.
 */
export function studyCsv(models: readonly MeasuredWords[], corpus: FrequencyCorpus): string {
  const frequency = createFrequencies(corpus.text);
  const [first] = models;
  const head = [
    "item",
    "region",
    "position",
    "word",
    ...models.flatMap(({ source }) => [
      quotedCell(`tokens ${source}`),
      quotedCell(`bits ${source}`),
      quotedCell(`bits_corrected ${source}`),
    ]),
    quotedCell(`log_frequency ${corpus.name}`),
    "characters",
  ];
  const rows = (first?.words ?? []).map(({ item, region, position, word }, index) =>
    [
      item,
      region ?? "",
      position,
      quotedCell(word),
      ...models.flatMap(({ words }) => {
        const { tokens, bits, corrected } = words[index]!;
        return [tokens, bits ?? "", corrected ?? ""];
      }),
      frequency(word) ?? "",
      [...word].length,
    ].join(",")
  );
  return [head.join(","), ...rows].join("\n") + "\n";
}
