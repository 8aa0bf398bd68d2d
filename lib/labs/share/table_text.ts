/**
 * A page's tables as files.
 *
 * @module
 */
import { csvText, guardNote } from "@/lib/labs/csv_text.ts";
import type { PageTable } from "@/lib/labs/share/page_table.ts";

/** A table as CSV (RFC 4180), its columns' names first. */
export function tableCsv({ columns, rows }: PageTable): string {
  return csvText([columns, ...rows]);
}

/** A sentence on what the CSV of a table changed; null where it changed nothing. */
export function csvNote({ columns, rows }: PageTable): string | null {
  return guardNote([columns, ...rows]);
}

/**
 * Tables as JSON, with where they come from.
 *
 * @param link Address of the experiment.
 */
export function tablesJson(tables: readonly PageTable[], link: string): string {
  return JSON.stringify({ link, tables: tables.map(tableValue) }, null, 2) + "\n";
}

/** A table as a value: one object for each row, by the columns' names. JSON has no infinity, so that is text. */
export function tableValue({ caption, columns, rows, source }: PageTable) {
  const names = distinct(columns);
  return {
    caption,
    source,
    rows: rows.map((row) =>
      Object.fromEntries(names.map((name, index) => [name, cellValue(row[index] ?? "")]))
    ),
  };
}

function cellValue(value: string | number): string | number {
  return typeof value === "number" && !Number.isFinite(value) ? String(value) : value;
}

/** Names that can stand in one object: a second "x" becomes "x 2", no name "column 1". */
function distinct(columns: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return columns.map((column, index) => {
    const name = column || `column ${index + 1}`;
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1 ? name : `${name} ${count}`;
  });
}
