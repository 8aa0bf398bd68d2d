import { type StageName, STAGES } from "@/lib/lm/sampler/stages.ts";
import { DataTable } from "@/lib/ui/plot/data_table.tsx";
import { formatFigure, formatProbability, sentenceCase } from "@/lib/ui/format.ts";

/** What a stage left. */
interface StageTableRow {
  readonly name: StageName;
  readonly active: boolean;
  readonly keptCount: number;
  readonly mass: number;
  readonly entropyNats: number;
  readonly probabilities: ArrayLike<number>;
}

interface StageTableProps {
  readonly stages: readonly StageTableRow[];
  /** Names of the first tokens, which get a column each. */
  readonly labels: readonly string[];
}

/** The distribution after each stage of the sampler, in their order. */
export function StageTable({ stages, labels }: StageTableProps) {
  return (
    <DataTable
      caption="After each stage of the sampler"
      quietCaption
      rows={stages}
      rowKey={({ name }) => name}
      rowAttributes={({ name, mass, entropyNats }) => ({
        "data-stage": name,
        "data-mass": mass,
        "data-entropy": entropyNats,
      })}
      empty="No stage runs: name one in stages."
      columns={[
        {
          key: "stage",
          label: "Stage",
          cell: ({ name, active }) => `${sentenceCase(STAGES[name].label)}${active ? "" : " (off)"}`,
        },
        { key: "kept", label: "Kept", numeric: true, cell: ({ keptCount }) => keptCount },
        {
          key: "mass",
          label: "Mass kept",
          numeric: true,
          cell: ({ mass }) => formatProbability(mass),
          value: ({ mass }) => mass,
        },
        {
          key: "entropy",
          label: "Entropy",
          unit: "nats",
          numeric: true,
          cell: ({ entropyNats }) => formatFigure(entropyNats, 3),
          exact: ({ entropyNats }) => String(entropyNats),
        },
        {
          key: "choices",
          label: "Effective choices",
          numeric: true,
          cell: ({ entropyNats }) => formatFigure(Math.exp(entropyNats), 2),
          value: ({ entropyNats }) => Math.exp(entropyNats),
        },
        ...labels.map((label, id) => ({
          key: `token-${id}`,
          label,
          numeric: true,
          cell: ({ probabilities }: StageTableRow) => formatFigure(probabilities[id] ?? 0, 3),
          exact: ({ probabilities }: StageTableRow) => String(probabilities[id] ?? 0),
        })),
      ]}
    />
  );
}
