/**
 * Rows as CSV after RFC 4180: commas, CRLF after each line, quotes where a cell needs them. A text cell that a
 * spreadsheet would compute has one apostrophe in front (OWASP, "CSV Injection"); a number never has.
 *
 * @module
 */

/** The rows of a CSV file, its columns' names first. */
type CsvRows = readonly (readonly (string | number)[])[];

/** Beginnings that make a spreadsheet compute a cell. */
const COMPUTED = /^[=+\-@\t\r]/;

/** The file's text. */
export function csvText(rows: CsvRows): string {
  return rows.map((row) => row.map(csvCell).join(",") + "\r\n").join("");
}

/** What the visitor is told of a file's apostrophes; null where it has none. */
export function guardNote(rows: CsvRows): string | null {
  return rows.some((row) => row.some(isComputed))
    ? "text cells that a spreadsheet would compute begin with an apostrophe; JSON has them as they are"
    : null;
}

function isComputed(value: string | number): boolean {
  return typeof value === "string" && COMPUTED.test(value);
}

/** A text cell with the apostrophe that keeps a spreadsheet from computing it, where it needs one. */
export function guarded(text: string): string {
  return isComputed(text) ? `'${text}` : text;
}

function csvCell(value: string | number): string {
  const text = typeof value === "string" ? guarded(value) : String(value);
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
