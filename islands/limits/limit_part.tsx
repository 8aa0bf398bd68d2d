import type { LimitPart } from "@/lib/limits/limit_answer.ts";
import { formatFigure, formatProbability } from "@/lib/ui/format.ts";
import { Fold } from "@/lib/ui/page/fold.tsx";
import { BarChart } from "@/lib/ui/plot/bar_chart.tsx";
import { DataTable } from "@/lib/ui/plot/data_table.tsx";

/** A part of an experiment's answer. */
export function LimitPartView({ part }: { readonly part: LimitPart }) {
  switch (part.kind) {
    case "bars":
      return <Bars part={part} />;
    case "table":
      return part.folded ? <Fold summary={part.title}>{tableOf(part)}</Fold> : tableOf(part);
    case "text":
      return <MarkedText part={part} />;
    case "map":
      return <CellMap part={part} />;
  }
}

type Part<Kind extends LimitPart["kind"]> = Extract<LimitPart, { readonly kind: Kind }>;

function Bars({ part }: { readonly part: Part<"bars"> }) {
  return (
    <div class="limit-bars">
      <BarChart
        title={part.title}
        labelHead={part.labelHead}
        valueHead={part.valueHead}
        max={1}
        format={formatProbability}
        rowAttributes={({ value }) => ({ "data-value": value })}
        bars={part.bars.map(({ label, note, value, before, href }, index) => ({
          key: index,
          value,
          before: before ?? null,
          label: (
            <>
              {href ? <a href={href}>{label.trim() === "" ? JSON.stringify(label) : label}</a> : label}
              {note && <span class="quiet small limit-note">{note}</span>}
            </>
          ),
        }))}
      />
    </div>
  );
}

function tableOf(part: Part<"table">) {
  return (
    <DataTable<readonly (string | number)[]>
      caption={part.title}
      rows={part.rows}
      columns={part.columns.map((label, index) => ({
        key: label,
        label,
        numeric: typeof part.rows[0]?.[index] === "number",
        cell: (row) => cellOf(row[index]),
        ...(typeof part.rows[0]?.[index] === "number" && { exact: (row) => String(row[index]) }),
      }))}
    />
  );
}

function cellOf(value: string | number | undefined): string {
  if (typeof value !== "number") return value ?? "";
  if (Number.isInteger(value)) return formatFigure(value, 0);
  return Math.abs(value) < 0.001 ? value.toExponential(1).replace("-", "−") : formatFigure(value, 3);
}

function MarkedText({ part }: { readonly part: Part<"text"> }) {
  return (
    <figure class="limit-text">
      <figcaption class="quiet">{part.title}</figcaption>
      <p>
        {part.runs.map(({ text, level, title }, index) =>
          level === 0
            ? <span key={index} title={title}>{text}</span>
            : <mark key={index} class={`warm-${level}`} title={title}>{text}</mark>
        )}
      </p>
    </figure>
  );
}

const SIZE = 10;

/** Cells of the magnitude scale; each has its answer on hover, the figures stand in the other parts. */
function CellMap({ part }: { readonly part: Part<"map"> }) {
  const rows = part.cells.length;
  const columns = part.cells[0]?.length ?? 0;
  return (
    <figure class="limit-map">
      <figcaption>{part.title}</figcaption>
      <svg
        viewBox={`0 0 ${columns * SIZE} ${rows * SIZE}`}
        role="img"
        aria-label={`${part.title}: ${part.rowHead} down, ${part.columnHead} across`}
      >
        {part.cells.flatMap((row, y) =>
          row.map((level, x) =>
            level === 0 ? null : (
              <rect
                key={`${y} ${x}`}
                class={`cell-${level}`}
                x={x * SIZE}
                y={y * SIZE}
                width={SIZE - 1}
                height={SIZE - 1}
              >
                <title>{part.titles[y]![x]}</title>
              </rect>
            )
          )
        )}
      </svg>
      <p class="quiet small">
        {part.rowHead} {part.first[0]} to {part.first[0] + rows - 1} downwards, {part.columnHead}{" "}
        {part.first[1]} to {part.first[1] + columns - 1} to the right
      </p>
    </figure>
  );
}
