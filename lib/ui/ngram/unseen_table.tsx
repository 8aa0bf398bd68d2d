import type { MethodView, UnseenView } from "@/lib/lm/ngram/study/unseen_events.ts";
import type { SmoothingMethod } from "@/lib/lm/ngram/smoothing.ts";
import { type DataColumn, DataTable } from "@/lib/ui/plot/data_table.tsx";
import { formatCount, formatFigure, formatProbability } from "@/lib/ui/format.ts";
import { METHOD_NAMES } from "@/lib/ui/ngram/method_names.ts";

interface UnseenTableProps {
  readonly unseen: UnseenView;
  /** The method that the page shows. */
  readonly current: SmoothingMethod;
}

/** What each smoothing gives to tokens that never followed the context. */
export function UnseenTable({ unseen, current }: UnseenTableProps) {
  const { seenTypes, unseenTypes, words, methods } = unseen;
  const columns: DataColumn<MethodView>[] = [
    {
      key: "method",
      label: "Smoothing",
      cell: ({ method }) => method === current ? <b>{METHOD_NAMES[method]}</b> : METHOD_NAMES[method],
    },
    {
      key: "seen",
      label: `${formatCount(seenTypes)} seen`,
      numeric: true,
      cell: ({ method, seen }) => shareOf(method, summed(seen)),
      exact: ({ seen }) => String(seen),
    },
    {
      key: "unseen",
      label: `${formatCount(unseenTypes)} unseen`,
      numeric: true,
      cell: ({ method, unseen }) => shareOf(method, summed(unseen)),
      exact: ({ unseen }) => String(unseen),
    },
    ...words.map(({ word, known, count }, index): DataColumn<MethodView> => ({
      key: `word-${index}`,
      label: `${word} (${known ? `${count} ×` : "not in the corpus"})`,
      numeric: true,
      cell: ({ method, words }) => shareOf(method, words[index]!),
      exact: ({ words }) => String(words[index]!),
    })),
  ];
  return (
    <DataTable
      caption="After this context: what was seen, and what never was"
      columns={columns}
      rows={methods}
      rowKey={({ method }) => method}
      rowAttributes={({ method, seen, unseen, words }) => ({
        "data-method": method,
        "data-seen": seen,
        "data-unseen": unseen,
        "data-words": words.join(" "),
      })}
    />
  );
}

/** Scores are no probabilities, and so no percent. */
function shareOf(method: SmoothingMethod, value: number): string {
  return method === "stupid_backoff" ? `score ${formatFigure(value, 4)}` : formatProbability(value);
}

/** A sum of many shares misses 1 by the rounding of its terms. */
function summed(share: number): number {
  return Math.abs(share - 1) < 1e-9 ? 1 : share;
}
