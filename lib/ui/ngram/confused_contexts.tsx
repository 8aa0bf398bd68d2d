import type { ConfusedView } from "@/lib/lm/ngram/study/measures.ts";
import { DataTable } from "@/lib/ui/plot/data_table.tsx";
import { formatFigure, formatProbability } from "@/lib/ui/format.ts";

/** Contexts that a bigram gives one and the same distribution, beside what a trigram says of each. */
export function ConfusedContexts({ pairs }: { readonly pairs: readonly ConfusedView[] }) {
  if (pairs.length === 0) {
    return <p class="quiet">No two contexts of this corpus end alike and go on differently.</p>;
  }
  const rows = pairs.flatMap(({ rows, distance }, pair) =>
    rows.map((row, index) => ({ ...row, pair, isBigram: index === 0, distance }))
  );
  return (
    <DataTable
      caption="Two contexts that a bigram cannot tell apart"
      rows={rows}
      rowAttributes={({ pair, isBigram, context, distance }) => ({
        "data-pair": pair,
        "data-order": isBigram ? 2 : 3,
        "data-context": context.join(" "),
        "data-distance": distance,
      })}
      columns={[
        { key: "context", label: "After", cell: ({ context }) => <code>… {context.join(" ")}</code> },
        { key: "model", label: "Model", cell: ({ isBigram }) => isBigram ? "bigram: both alike" : "trigram" },
        {
          key: "next",
          label: "Likeliest next",
          cell: ({ entries }) =>
            entries.map(({ token, probability }) => `${token} ${formatProbability(probability)}`).join(" · "),
          value: ({ entries }) =>
            entries.map(({ token, probability }) => `${token} ${probability}`).join("; "),
        },
        {
          key: "distance",
          label: "Distance",
          numeric: true,
          cell: ({ isBigram, distance }) => isBigram ? "0.00" : formatFigure(distance, 2),
          value: ({ isBigram, distance }) => isBigram ? 0 : distance,
        },
      ]}
    />
  );
}
