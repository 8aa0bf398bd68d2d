import { formatFigure } from "@/lib/ui/format.ts";

/** Props of {@linkcode HeatMap}. */
export interface HeatMapProps {
  readonly title: string;
  /** What the rows and the columns are, such as `context` and `next token`. */
  readonly rowHead: string;
  readonly columnHead: string;
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  /** What stands above the columns where their names are too long for it; they are read aloud and shown on hover. */
  readonly heads?: readonly string[];
  /** Not negative. */
  readonly value: (row: number, column: number) => number;
  /** Value of the darkest cell; default the greatest. */
  readonly max?: number;
  /** Whether equal ratios take equal steps of the scale: for counts, where few are great. */
  readonly log?: boolean;
  readonly format?: (value: number) => string;
  readonly selected?: { readonly row: number; readonly column: number } | null;
  readonly onSelect?: (row: number, column: number) => void;
  /** The row that is chosen; null or absent for none. Rows are then chosen with their heads and the arrow keys too. */
  readonly chosenRow?: number | null;
  readonly onRow?: (row: number) => void;
}

/** Steps of the magnitude scale: 0 is empty. */
const LEVELS = 8;

/** Step of a value on the magnitude scale: 0 only for nothing, then 1 to 8. */
export function magnitudeLevel(value: number, max: number): number {
  if (!(value > 0)) return 0;
  return Math.min(LEVELS, Math.max(1, Math.ceil(value / max * LEVELS)));
}

function greatest({ rows, columns, value }: HeatMapProps): number {
  let max = Number.MIN_VALUE;
  for (let row = 0; row < rows.length; row++) {
    for (let column = 0; column < columns.length; column++) max = Math.max(max, value(row, column));
  }
  return max;
}

function Cell({ map, row, column, max }: { map: HeatMapProps; row: number; column: number; max: number }) {
  const value = map.value(row, column);
  const selected = map.selected?.row === row && map.selected.column === column;
  const level = map.log ? magnitudeLevel(Math.log1p(value), Math.log1p(max)) : magnitudeLevel(value, max);
  const format = map.format ?? ((figure: number) => formatFigure(figure, 2));
  return (
    <td
      class={`heat heat-${level}${selected ? " selected" : ""}`}
      data-value={value}
      title={`${map.rows[row]} → ${map.columns[column]}: ${value}`}
      onClick={() => map.onSelect?.(row, column)}
    >
      {value > 0 ? format(value) : <span class="quiet">0</span>}
    </td>
  );
}

/** A row's name; a button where rows are chosen, of which one is in the order of tabs and arrow keys reach the others. */
function RowHead(
  { map, row, name }: { readonly map: HeatMapProps; readonly row: number; readonly name: string },
) {
  const { chosenRow = null, onRow, rows } = map;
  if (!onRow) return <>{name}</>;
  const move = (event: KeyboardEvent) => {
    const to = { ArrowDown: row + 1, ArrowUp: row - 1, Home: 0, End: rows.length - 1 }[event.key];
    if (to === undefined || !(to in rows)) return;
    event.preventDefault();
    onRow(to);
    const body = (event.currentTarget as HTMLElement).closest("tbody")!;
    body.querySelectorAll<HTMLElement>("th > button")[to]?.focus();
  };
  return (
    <button
      type="button"
      class="plain row-head"
      tabIndex={row === Math.max(chosenRow ?? 0, 0) ? 0 : -1}
      aria-pressed={chosenRow === row}
      onClick={() => onRow(row)}
      onKeyDown={move}
    >
      {name}
    </button>
  );
}

/** A table of magnitudes whose cells are darker the greater they are: plot and table in one. */
export function HeatMap(props: HeatMapProps) {
  const max = props.max ?? greatest(props);
  return (
    <div class="scroll" tabIndex={0} role="group" aria-label={props.title}>
      <table class="figures heat-map">
        <caption>{props.title}</caption>
        <thead>
          <tr>
            <th scope="col">{props.rowHead} ↓ {props.columnHead} →</th>
            {props.columns.map((column, index) => (
              <th key={index} scope="col" {...(props.heads && { "aria-label": column, title: column })}>
                {props.heads?.[index] ?? column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {props.rows.map((name, row) => (
            <tr key={row} class={props.chosenRow === row ? "chosen" : undefined}>
              <th scope="row">
                <RowHead map={props} row={row} name={name} />
              </th>
              {props.columns.map((_, column) => (
                <Cell key={column} map={props} row={row} column={column} max={max} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
