import type { LadderResult } from "@/lib/labs/ladder/climb.ts";
import type { LadderTableProps } from "@/lib/ui/ladder/ladder_table.tsx";
import type { ReachRow } from "@/lib/ui/ladder/reach_table.tsx";

const TITLES: Readonly<Record<string, string>> = {
  uniform: "uniform: every token alike",
  unigram: "unigram",
  bigram: "bigram",
  trigram: "trigram",
  kneser_ney_5: "Kneser-Ney 5-gram",
  neural_ngram: "neural n-gram, 4 tokens",
  "parcel-gru": "parcel-gru, recurrent",
  "parcel-gpt": "parcel-gpt, Transformer",
};

/**
 * The ladder's rows, compressors among them as what is no rung.
 *
 * @param subtraction Held-out subtractions that were answered, by rung.
 */
export function ladderRows(
  { text, rungs, gzip, brotli }: LadderResult,
  subtraction: Readonly<Record<string, string>>,
): LadderTableProps {
  const rows = [
    ...rungs.map(({ name, bitsPerByte, next }) => ({
      rung: name,
      title: TITLES[name] ?? name,
      bitsPerByte,
      subtraction: subtraction[name] ?? "",
      next,
    })),
    ...([["gzip", gzip], ["brotli", brotli]] as const).map(([name, bitsPerByte]) => ({
      rung: null,
      // What this browser cannot compress is said, not left out.
      title: bitsPerByte === null && text !== "" ? `${name}: this browser has none` : `${name} of the text`,
      bitsPerByte,
      subtraction: "",
      next: [],
    })),
  ];
  // A short text is longer as a file than as it is: the rungs decide the axis.
  return { rows, most: Math.max(1, ...rungs.map(({ bitsPerByte }) => bitsPerByte ?? 0)) };
}

/** How far back each rung looks. */
export function reachRows({ rungs }: LadderResult): ReachRow[] {
  return rungs.map(({ name, looksBack, moves }) => ({ title: TITLES[name] ?? name, looksBack, moves }));
}

/** How far each rung moves when a word of the text itself is changed. */
export function stepRows({ rungs }: LadderResult): ReachRow[] {
  return rungs.map(({ name, looksBack, steps }) => ({
    title: TITLES[name] ?? name,
    looksBack,
    moves: steps,
  }));
}
