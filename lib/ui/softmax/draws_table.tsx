import { BarChart } from "@/lib/ui/plot/bar_chart.tsx";
import { formatFigure } from "@/lib/ui/format.ts";
import { LabelChip } from "@/lib/ui/token/label_chip.tsx";

interface DrawsTableProps {
  readonly labels: readonly string[];
  readonly draws: ArrayLike<number>;
  readonly counts: ArrayLike<number>;
  readonly probabilities: ArrayLike<number>;
}

const MAX_ROWS = 20;

/** Observed counts as bars; a line stands where the probabilities expect them. */
export function DrawsTable({ labels, draws, counts, probabilities }: DrawsTableProps) {
  const ids = labels.map((_, id) => id).filter((id) => probabilities[id]! > 0)
    .sort((a, b) => counts[b]! - counts[a]! || a - b).slice(0, MAX_ROWS);
  return (
    <BarChart
      title="Counts; the line is what the probabilities expect"
      labelHead="Token"
      valueHead="Count"
      format={(value) => formatFigure(value, 0)}
      rowAttributes={({ key, value }) => ({ "data-id": key, "data-count": value })}
      bars={ids.map((id) => ({
        key: id,
        label: <LabelChip text={labels[id]!} id={id} />,
        value: counts[id]!,
        truth: draws.length * probabilities[id]!,
      }))}
    />
  );
}
