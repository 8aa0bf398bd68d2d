import type { NgramModel } from "@/lib/lm/ngram/model.ts";

/** One cell of a transition matrix that is not 0. */
interface Transition {
  /** Index of the context among the rows, of the next token among the columns. */
  readonly row: number;
  readonly column: number;
  readonly count: number;
}

/** The counts of what follows what, sparse: for the heat map. */
export interface TransitionMatrix {
  /** Contexts of one token, by falling count, with the number of tokens that followed. */
  readonly rows: readonly { readonly token: number; readonly total: number }[];
  /** Next tokens, by falling count. */
  readonly columns: readonly { readonly token: number; readonly total: number }[];
  /** The cells with a count, by row. */
  readonly cells: readonly Transition[];
  /** Contexts and next tokens that occur, whether or not they are among the rows and columns. */
  readonly allRows: number;
  readonly allColumns: number;
  readonly allCells: number;
}

/**
 * The bigram counts of a model of order 2 or more, cut to the most frequent contexts and next tokens. Equal
 * counts go by the lower id.
 *
 * @throws {RangeError} If the model has no bigrams.
 */
export function transitionMatrix(
  model: NgramModel,
  size: { readonly rows: number; readonly columns: number },
): TransitionMatrix {
  const events = model.events[1];
  if (!events) throw new RangeError("A transition matrix needs an order of 2 or more: received order 1");
  const { level, adjusted, total } = events;
  const columnTotals = new Float64Array(total.length);
  let allCells = 0;
  for (let entry = 0; entry < level.size; entry++) {
    if (adjusted[entry] === 0) continue;
    columnTotals[level.word[entry]!]! += adjusted[entry]!;
    allCells++;
  }
  const rows = byFallingTotal(total);
  const columns = byFallingTotal(columnTotals);
  const shown = { rows: rows.slice(0, size.rows), columns: columns.slice(0, size.columns) };
  const rowOf = new Map(shown.rows.map(({ token }, index) => [token, index]));
  const columnOf = new Map(shown.columns.map(({ token }, index) => [token, index]));
  const cells: Transition[] = [];
  for (let entry = 0; entry < level.size; entry++) {
    const row = rowOf.get(level.prefix[entry]!);
    const column = columnOf.get(level.word[entry]!);
    if (row === undefined || column === undefined || adjusted[entry] === 0) continue;
    cells.push({ row, column, count: adjusted[entry]! });
  }
  cells.sort((a, b) => a.row - b.row || a.column - b.column);
  return { ...shown, cells, allRows: rows.length, allColumns: columns.length, allCells };
}

function byFallingTotal(totals: Float64Array): { token: number; total: number }[] {
  return Array.from(totals, (total, token) => ({ token, total }))
    .filter(({ total }) => total > 0)
    .sort((a, b) => b.total - a.total || a.token - b.token);
}
