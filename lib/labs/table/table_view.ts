/**
 * Everything that /table shows, computed from its query: the same function as the API's `loop`.
 *
 * @module
 */
import type { LoopQuery } from "@/lib/experiment/fields/loop_fields.ts";
import { loop, type LoopReport } from "@/lib/lm/generation/loop.ts";
import {
  checkTable,
  normalizeRow,
  rowSum,
  type TableModel,
  type TableProblem,
  type TableRow,
} from "@/lib/lm/generation/table_model.ts";

/** One row of the table. */
export interface TableRowView {
  readonly context: string;
  readonly row: TableRow;
  readonly sum: number;
  readonly problems: readonly TableProblem[];
  /** The table with this row divided by its sum; null where that changes nothing or is not possible. */
  readonly normalized: TableModel | null;
}

/** What /table shows. */
export interface TableView {
  readonly rows: readonly TableRowView[];
  /** Null while a row does not sum to 1. */
  readonly report: LoopReport | null;
}

/** Computes the page. */
export function tableView({ table, start, max_steps: maxSteps, end, pick, seed }: LoopQuery): TableView {
  const problems = checkTable(table);
  const rows = [...table].map(([context, row]): TableRowView => {
    const own = problems.filter((problem) => problem.context === context);
    return { context, row, sum: rowSum(row), problems: own, normalized: normalized(table, context, own) };
  });
  return { rows, report: problems.length > 0 ? null : loop(table, { start, maxSteps, end, pick, seed }) };
}

/** Dividing helps where the sum is what is wrong. */
function normalized(
  table: TableModel,
  context: string,
  problems: readonly TableProblem[],
): TableModel | null {
  const row = table.get(context)!;
  if (problems.length === 0 || ![...row.values()].every((p) => p >= 0) || rowSum(row) === 0) return null;
  return new Map([...table].map(([each, other]) => [each, each === context ? normalizeRow(other) : other]));
}
