import type { Recomputation } from "@/lib/lm/kv_cache/recomputation.ts";
import { DataTable } from "@/lib/ui/plot/data_table.tsx";
import { formatCount, formatFigure } from "@/lib/ui/format.ts";

/** The work of generating with a cache and without one. */
export function WorkTable({ work }: { readonly work: Recomputation }) {
  const rows = [
    {
      key: "positions",
      label: "tokens through the layers",
      cached: work.cachedPositions,
      naive: work.recomputedPositions,
    },
    {
      key: "pairs",
      label: "query–key pairs, each head and layer",
      cached: work.cachedPairs,
      naive: work.recomputedPairs,
    },
  ];
  return (
    <DataTable
      caption="Work of one sequence: prompt and generation"
      rows={rows}
      rowKey={({ key }) => key}
      rowAttributes={({ key, cached, naive }) => ({
        "data-part": key,
        "data-cached": cached,
        "data-naive": naive,
      })}
      columns={[
        { key: "work", label: "Work", cell: ({ label }) => label },
        {
          key: "cached",
          label: "With the cache",
          numeric: true,
          cell: ({ cached }) => formatCount(cached),
          value: ({ cached }) => cached,
        },
        {
          key: "naive",
          label: "Read again at each step",
          numeric: true,
          cell: ({ naive }) => formatCount(naive),
          value: ({ naive }) => naive,
        },
        {
          key: "times",
          label: "Times as much",
          numeric: true,
          cell: ({ cached, naive }) => cached === 0 ? "–" : `${formatFigure(naive / cached, 1)} ×`,
          value: ({ cached, naive }) => naive / cached,
        },
      ]}
    />
  );
}
