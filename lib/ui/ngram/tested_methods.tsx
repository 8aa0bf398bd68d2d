import type { TestedMethod } from "@/lib/lm/ngram/study/measures.ts";
import type { SmoothingMethod } from "@/lib/lm/ngram/smoothing.ts";
import { DataTable } from "@/lib/ui/plot/data_table.tsx";
import { formatFigure } from "@/lib/ui/format.ts";
import { METHOD_NAMES } from "@/lib/ui/ngram/method_names.ts";

interface TestedMethodsProps {
  readonly tested: readonly TestedMethod[];
  readonly current: SmoothingMethod;
}

/** Perplexity of the held-out sentences under every smoothing. */
export function TestedMethods({ tested, current }: TestedMethodsProps) {
  const figure = (value: number | null) => value === null ? "∞" : formatFigure(value, 2);
  return (
    <DataTable
      caption="Held-out perplexity"
      rows={tested}
      rowKey={({ method }) => method}
      rowAttributes={({ method, tokens, crossEntropyNats, perplexity }) => ({
        "data-method": method,
        "data-tokens": tokens,
        "data-cross-entropy-nats": crossEntropyNats ?? "Infinity",
        "data-perplexity": perplexity ?? "Infinity",
      })}
      columns={[
        {
          key: "method",
          label: "Smoothing",
          cell: ({ method }) => method === current ? <b>{METHOD_NAMES[method]}</b> : METHOD_NAMES[method],
        },
        {
          key: "loss",
          label: "Cross-entropy",
          unit: "nats",
          numeric: true,
          cell: ({ crossEntropyNats }) => figure(crossEntropyNats),
          exact: ({ crossEntropyNats }) => String(crossEntropyNats ?? Infinity),
        },
        {
          key: "perplexity",
          label: "Perplexity",
          numeric: true,
          cell: ({ perplexity }) => figure(perplexity),
          exact: ({ perplexity }) => String(perplexity ?? Infinity),
        },
      ]}
    />
  );
}
