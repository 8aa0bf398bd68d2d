import type { OrderSparsity } from "@/lib/lm/ngram/sparsity.ts";
import { DataTable } from "@/lib/ui/plot/data_table.tsx";
import { formatCount, formatPercentFigure } from "@/lib/ui/format.ts";

/** For each order: possible, seen and seen-once contexts, and the held-out contexts that were never seen. */
export function SparsityTable({ orders }: { readonly orders: readonly OrderSparsity[] }) {
  const share = ({ heldOut, heldOutUnseen }: OrderSparsity) => heldOut === 0 ? NaN : heldOutUnseen / heldOut;
  return (
    <DataTable
      caption="Sparsity, measured: contexts of each order"
      rows={orders}
      rowKey={({ order }) => order}
      rowAttributes={(row) => ({
        "data-order": row.order,
        "data-possible": row.possible,
        "data-seen": row.seen,
        "data-seen-once": row.seenOnce,
        "data-held-out": row.heldOut,
        "data-held-out-unseen": row.heldOutUnseen,
      })}
      columns={[
        { key: "order", label: "Order", cell: ({ order }) => order },
        {
          key: "possible",
          label: "Possible",
          numeric: true,
          cell: ({ possible }) => possible < 1e9 ? formatCount(possible) : possible.toExponential(1),
          exact: ({ possible }) => String(possible),
        },
        { key: "seen", label: "Seen", numeric: true, cell: ({ seen }) => formatCount(seen) },
        { key: "once", label: "Seen once", numeric: true, cell: ({ seenOnce }) => formatCount(seenOnce) },
        {
          key: "unseen",
          label: "Held-out contexts never seen",
          unit: "%",
          numeric: true,
          cell: (row) => Number.isNaN(share(row)) ? "–" : formatPercentFigure(share(row)),
          value: (row) => Number.isNaN(share(row)) ? "" : 100 * share(row),
          exact: ({ heldOut, heldOutUnseen }) => `${heldOutUnseen} of ${heldOut}`,
        },
      ]}
    />
  );
}
