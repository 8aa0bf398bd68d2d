import type { MatrixOverview, MatrixView } from "@/lib/lm/ngram/study/matrix_view.ts";
import { formatCount, formatFigure, formatPercentFigure } from "@/lib/ui/format.ts";
import { HeatMap } from "@/lib/ui/plot/heat_map.tsx";

interface MatrixProps {
  readonly matrix: MatrixView;
  /** Moves the window to other ranks. */
  readonly onMove?: (row: number, column: number) => void;
  /** Takes a context of one token. */
  readonly onContext?: (token: string) => void;
  /** The last token of the context: its row is marked. */
  readonly chosen?: string | null;
}

/** What follows what: a window of the transition matrix, and the whole of it from afar. */
export function Matrix({ matrix, onMove, onContext, chosen = null }: MatrixProps) {
  const { rows, columns, cells, allRows, allColumns, allCells } = matrix;
  const counts = new Map(cells.map(([row, column, count]) => [row * columns.length + column, count]));
  const value = (row: number, column: number) => counts.get(row * columns.length + column) ?? 0;
  return (
    <>
      {(allRows > rows.length || allColumns > columns.length) && <Moves matrix={matrix} onMove={onMove} />}
      <HeatMap
        title={titleOf(matrix)}
        rowHead="context"
        columnHead="next token"
        rows={rows.map(({ token }) => token)}
        columns={columns.map(({ token }) => token)}
        value={value}
        log
        format={formatCount}
        chosenRow={rows.findIndex(({ token }) => token === chosen)}
        onSelect={(row) => onContext?.(rows[row]!.token)}
        onRow={(row) => onContext?.(rows[row]!.token)}
      />
      <p class="small quiet" data-rows={allRows} data-columns={allColumns} data-cells={allCells}>
        {formatCount(allRows)} contexts × {formatCount(allColumns)} next tokens ={" "}
        {formatCount(allRows * allColumns)} cells; {formatCount(allCells)} have a count,{"  "}
        {formatPercentFigure(allCells / (allRows * allColumns))} %.
      </p>
    </>
  );
}

function titleOf({ window, rows, columns }: MatrixView): string {
  const ranks = (first: number, count: number) =>
    `${formatCount(first)} to ${formatCount(first + count - 1)}`;
  return `Bigram counts: contexts ${ranks(window.row, rows.length)}, next tokens ${
    ranks(window.column, columns.length)
  } by frequency`;
}

function Moves({ matrix, onMove }: { readonly matrix: MatrixView; readonly onMove: MatrixProps["onMove"] }) {
  const { window: { row, column, size }, allRows, allColumns } = matrix;
  const moves = [
    { name: "Up", sign: "↑", row: row - size, column },
    { name: "Down", sign: "↓", row: row + size, column },
    { name: "Left", sign: "←", row, column: column - size },
    { name: "Right", sign: "→", row, column: column + size },
  ];
  const clamp = (rank: number, all: number) => Math.max(1, Math.min(rank, all - size + 1));
  return (
    <div class="toolbar needs-js" role="group" aria-label="Move over the matrix">
      {moves.map((move) => {
        const to = { row: clamp(move.row, allRows), column: clamp(move.column, allColumns) };
        const stays = to.row === row && to.column === column;
        return (
          <button
            key={move.name}
            type="button"
            class="icon"
            aria-label={move.name}
            disabled={stays}
            onClick={() => onMove?.(to.row, to.column)}
          >
            {move.sign}
          </button>
        );
      })}
    </div>
  );
}

interface OverviewProps {
  readonly overview: MatrixOverview;
  readonly onMove?: (row: number, column: number) => void;
}

/** The whole matrix in bands of doubling ranks; a cell leads to its part. */
export function MatrixOverviewMap({ overview, onMove }: OverviewProps) {
  const { rows, columns, filled } = overview;
  const greatest = Math.max(...filled.flat());
  return (
    <HeatMap
      title="The whole matrix: percent of cells with a count, by rank"
      rowHead="context"
      columnHead="next token"
      rows={rows.map((_, index) => band(rows, index))}
      columns={columns.map((_, index) => band(columns, index))}
      value={(row, column) => filled[row]![column]!}
      max={greatest}
      format={(share) => formatFigure(share * 100, share < 0.1 ? 1 : 0)}
      onSelect={(row, column) => onMove?.(rows[row]!, columns[column]!)}
    />
  );
}

/** `1`, `5–8`, `1,025+`. */
function band(firsts: readonly number[], index: number): string {
  const first = formatCount(firsts[index]!), next = firsts[index + 1];
  if (next === undefined) return `${first}+`;
  return next - 1 === firsts[index] ? first : `${first}–${formatCount(next - 1)}`;
}
