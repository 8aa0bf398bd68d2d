import type { NgramModel } from "@/lib/lm/ngram/model.ts";
import { type TransitionMatrix, transitionMatrix } from "@/lib/lm/ngram/transition_matrix.ts";
import type { Study } from "@/lib/lm/ngram/study/study.ts";

/** Which part of the matrix is shown: ranks by frequency, from 1. */
export interface MatrixWindow {
  readonly row: number;
  readonly column: number;
  /** Rows and columns. */
  readonly size: number;
}

/** A part of the matrix, and all of it from afar. */
export interface MatrixView {
  readonly window: MatrixWindow;
  readonly rows: readonly { readonly token: string; readonly total: number }[];
  readonly columns: readonly { readonly token: string; readonly total: number }[];
  /** The cells with a count: row, column, count. */
  readonly cells: readonly (readonly [row: number, column: number, count: number])[];
  readonly allRows: number;
  readonly allColumns: number;
  /** Cells of the whole matrix with a count. */
  readonly allCells: number;
  /** Counts of the whole matrix by doubling ranks; null where the window is all there is. */
  readonly overview: MatrixOverview | null;
}

/** The whole matrix by doubling ranks: 1, 2, 3 to 4, 5 to 8, … */
export interface MatrixOverview {
  /** First rank of each band of rows, and of columns. */
  readonly rows: readonly number[];
  readonly columns: readonly number[];
  /** Share of a band's cells that have a count, by row and column. */
  readonly filled: readonly (readonly number[])[];
}

/** A window of the transition matrix. Null for models without bigrams. */
export function matrixView(study: Study, model: NgramModel, window: MatrixWindow): MatrixView | null {
  if (model.settings.order < 2) return null;
  const { size } = window;
  const matrix = wholeMatrix(model);
  const row = within(window.row, matrix.allRows, size),
    column = within(window.column, matrix.allColumns, size);
  const written = ({ token, total }: { token: number; total: number }) => ({
    token: study.corpus.write(token),
    total,
  });
  const isAll = matrix.allRows <= size && matrix.allColumns <= size;
  return {
    window: { row, column, size },
    rows: matrix.rows.slice(row - 1, row - 1 + size).map(written),
    columns: matrix.columns.slice(column - 1, column - 1 + size).map(written),
    cells: matrix.cells
      .filter((cell) => inside(cell.row + 1, row, size) && inside(cell.column + 1, column, size))
      .map((cell) => [cell.row + 1 - row, cell.column + 1 - column, cell.count] as const),
    allRows: matrix.allRows,
    allColumns: matrix.allColumns,
    allCells: matrix.allCells,
    overview: isAll ? null : overviewOf(matrix),
  };
}

const wholes = new WeakMap<object, TransitionMatrix>();

/** The whole matrix, sorted once for all models of the same counts. */
function wholeMatrix(model: NgramModel): TransitionMatrix {
  const matrix = wholes.get(model.events) ?? transitionMatrix(model, { rows: Infinity, columns: Infinity });
  wholes.set(model.events, matrix);
  return matrix;
}

function inside(rank: number, first: number, size: number): boolean {
  return rank >= first && rank < first + size;
}

/** The first rank, so that the window is full where it can be. */
function within(first: number, all: number, size: number): number {
  return Math.max(1, Math.min(first, all - size + 1));
}

function overviewOf({ cells, allRows, allColumns }: TransitionMatrix): MatrixOverview {
  const rows = bands(allRows), columns = bands(allColumns);
  const counted = rows.map(() => columns.map(() => 0));
  for (const { row, column } of cells) counted[bandOf(row + 1)]![bandOf(column + 1)]!++;
  const width = (firsts: readonly number[], band: number, all: number) =>
    (firsts[band + 1] ?? all + 1) - firsts[band]!;
  return {
    rows,
    columns,
    filled: counted.map((line, i) =>
      line.map((count, j) => count / (width(rows, i, allRows) * width(columns, j, allColumns)))
    ),
  };
}

/** First ranks of the bands: 1, 2, 3, 5, 9, … */
function bands(all: number): number[] {
  return Array.from({ length: bandOf(all) + 1 }, (_, band) => band === 0 ? 1 : 2 ** (band - 1) + 1);
}

function bandOf(rank: number): number {
  return Math.ceil(Math.log2(rank));
}
