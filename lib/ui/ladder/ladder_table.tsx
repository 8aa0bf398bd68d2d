import { formatFigure, formatProbability } from "@/lib/ui/format.ts";
import { DataTable } from "@/lib/ui/plot/data_table.tsx";
import { ProbabilityBar } from "@/lib/ui/plot/probability_bar.tsx";
import { TokenChip } from "@/lib/ui/token/chip.tsx";

/** A rung of the ladder, or what is drawn beside it. */
interface LadderRow {
  /** What `data-rung` says; null for what is no rung. */
  readonly rung: string | null;
  readonly title: string;
  readonly bitsPerByte: number | null;
  /** Subtractions that stand in no text and were answered; empty where that is not known. */
  readonly subtraction: string;
  readonly next: readonly {
    readonly id: number;
    readonly bytes: ArrayLike<number>;
    readonly probability: number;
  }[];
}

/** Props of {@linkcode LadderTable}. */
export interface LadderTableProps {
  readonly rows: readonly LadderRow[];
  /** Bits per byte at the end of the axis. */
  readonly most: number;
}

/** Every rung on one axis: the shorter the bar, the better it predicts. */
export function LadderTable({ rows, most }: LadderTableProps) {
  return (
    <DataTable<LadderRow>
      caption="Bits per byte of each rung: shorter is better"
      rows={rows}
      rowKey={({ title }) => title}
      rowAttributes={({ rung, bitsPerByte }) => ({
        ...(rung !== null && { "data-rung": rung }),
        "data-bits-per-byte": bitsPerByte ?? "",
      })}
      columns={[
        { key: "rung", label: "Rung", cell: ({ title }) => title },
        {
          key: "bar",
          label: "",
          cell: ({ rung, bitsPerByte }) =>
            bitsPerByte === null
              ? ""
              : bitsPerByte > most
              ? <span class="small quiet">beyond this axis</span>
              : (
                <span class="ladder-bar">
                  <ProbabilityBar
                    value={rung === null ? 0 : bitsPerByte}
                    behind={rung === null ? bitsPerByte : null}
                    max={most}
                  />
                </span>
              ),
        },
        {
          key: "bits",
          label: "Bits a byte",
          numeric: true,
          cell: ({ bitsPerByte }) => bitsPerByte === null ? "none" : formatFigure(bitsPerByte, 3),
          exact: ({ bitsPerByte }) => String(bitsPerByte),
        },
        {
          key: "subtraction",
          label: "Unseen subtractions",
          numeric: true,
          cell: ({ subtraction }) => subtraction,
        },
        {
          key: "next",
          label: "Next after the text",
          cell: ({ next }) =>
            next.map((each) => (
              <span key={each.id} class="next-word">
                <TokenChip token={each} />{" "}
                <span class="num quiet">{formatProbability(each.probability)}</span>
                {" "}
              </span>
            )),
        },
      ]}
    />
  );
}
