/** One row of a hand-written model: each next token's probability after a text, in the order written. */
export type TableRow = ReadonlyMap<string, number>;

/** A language model written by hand: for each text so far, spelled exactly, a distribution of the next token. */
export type TableModel = ReadonlyMap<string, TableRow>;

/** What is wrong with a table, and where. */
export interface TableProblem {
  readonly context: string;
  /** The token, where one cell is wrong. */
  readonly token?: string;
  readonly message: string;
}

/** How far a row's sum may be from 1: three thirds written with six digits pass. */
const ROW_TOLERANCE = 1e-6;

/** Reads a table written as an object of objects. */
export function tableModel(table: Readonly<Record<string, Readonly<Record<string, number>>>>): TableModel {
  return new Map(Object.entries(table).map(([context, row]) => [context, new Map(Object.entries(row))]));
}

/** Every token of a table's rows and its id: its place among the tokens in the order in which they first appear, from 0. */
export function tableTokens(table: TableModel): ReadonlyMap<string, number> {
  const tokens = new Set([...table.values()].flatMap((row) => [...row.keys()]));
  return new Map([...tokens].map((token, id) => [token, id]));
}

/** Everything that keeps a table from being a language model; empty where it is one. */
export function checkTable(table: TableModel): TableProblem[] {
  return [...table].flatMap(([context, row]) => checkRow(context, row));
}

function checkRow(context: string, row: TableRow): TableProblem[] {
  const cells = [...row].filter(([_, p]) => !(p >= 0 && p <= 1)).map(([token, p]) => ({
    context,
    token,
    message: `A probability must be from 0 to 1: received ${p}`,
  }));
  if (row.has("")) cells.push({ context, token: "", message: "A token must not be empty" });
  if (cells.length > 0) return cells;
  const sum = rowSum(row);
  if (Math.abs(sum - 1) <= ROW_TOLERANCE) return [];
  const gap = Math.abs(1 - sum).toPrecision(3);
  const advice = sum < 1 ? `add ${gap}` : `take ${gap} away`;
  const message =
    `The probabilities after "${context}" must sum to 1: they sum to ${sum}, so ${advice} or normalize the row`;
  return [{ context, message }];
}

/** Sum of a row's probabilities. */
export function rowSum(row: TableRow): number {
  return [...row.values()].reduce((sum, p) => sum + p, 0);
}

/** The row divided by its sum; the row itself where its sum is 0. */
export function normalizeRow(row: TableRow): TableRow {
  const sum = rowSum(row);
  return sum > 0 ? new Map([...row].map(([token, p]) => [token, p / sum])) : row;
}

const OPENS = /[\s([{«¿¡“‘/-]$/u;
const CLOSES = /^[\s.,;:!?)\]}»”’%…/'-]/u;
const UNSPACED = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}。、！？]/u;

/**
 * Adds a token to a text as words are written: with a space between words, none before punctuation. Where the
 * table has a row for only one of the two spellings, that one.
 */
export function joinToken(text: string, token: string, table: TableModel): string {
  const joined = text + token;
  const spaced = `${text} ${token}`;
  if (table.has(joined) !== table.has(spaced)) return table.has(joined) ? joined : spaced;
  const tight = text === "" || OPENS.test(text) || CLOSES.test(token) ||
    (UNSPACED.test(text.at(-1)!) && UNSPACED.test(token[0]!));
  return tight ? joined : spaced;
}
