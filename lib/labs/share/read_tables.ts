/**
 * Reads what a page shows in its tables, so that every lab's figures can be taken away in one way.
 *
 * @module
 */
import type { PageTable } from "@/lib/labs/share/page_table.ts";

/** What stands in a cell and is no part of its text: tips, drawings, what is only read aloud or only pressed. */
const NO_TEXT = ".tip, svg, .vh, .unit, button:not(.choose, .token-button, .row-head)";

/** A cell's title where it is the unrounded value and nothing else. */
const EXACT = /^[-−]?(\d+(\.\d+)?(e[+-]?\d+)?|Infinity)( nats)?$/i;

/** Every table inside an element, those of closed parts too; one without rows is left out. */
export function readTables(root: ParentNode): PageTable[] {
  return [...root.querySelectorAll("table")].map(readTable).filter(({ rows }) => rows.length > 0);
}

function readTable(table: HTMLTableElement): PageTable {
  // A sum is no row of the data.
  const lines = [...table.rows].filter((row) => !row.hasAttribute("data-sum"));
  const isHead = (row: HTMLTableRowElement) => row.parentElement?.tagName === "THEAD";
  const columns = lines.filter(isHead).at(-1);
  const heads = columns ? spread(columns, headText) : [];
  const body = lines.filter((row) => !isHead(row)).map((row) =>
    aligned(columns, row) ?? spread(row, cellValue)
  );
  const width = Math.max(heads.length, ...body.map((row) => row.length), 0);
  const used = Array.from({ length: width }, (_, index) => index)
    .filter((index) => body.some((row) => (row[index] ?? "") !== ""));
  return {
    caption: table.caption ? plainText(table.caption, ".tip") : table.getAttribute("aria-label") ?? "Table",
    columns: used.map((index) => String(heads[index] ?? "")),
    rows: body.map((row) => used.map((index) => row[index] ?? "")).filter((row) =>
      row.some((cell) => cell !== "")
    ),
    source: table.closest("[data-source]")?.getAttribute("data-source") ?? null,
  };
}

/** Names a cell's column where the stylesheet places the cells of a row that leaves some out: `c-probability`. */
function columnOf({ className }: Element): string | null {
  return /\bc-[\w-]+/.exec(className)?.[0] ?? null;
}

/** The values of a row with fewer cells than there are columns, each in its own; null where their classes do not say. */
function aligned(
  head: HTMLTableRowElement | undefined,
  row: HTMLTableRowElement,
): (string | number)[] | null {
  const heads = head ? [...head.cells].map(columnOf) : [];
  const cells = [...row.cells];
  const places = cells.map((cell) => columnOf(cell)).map((name) => name === null ? -1 : heads.indexOf(name));
  if (cells.length >= heads.length || places.includes(-1)) return null;
  const values = heads.map((): string | number => "");
  places.forEach((place, index) => values[place] = cellValue(cells[index]!));
  return values;
}

/** One value for each column that a row's cells take. */
function spread<T>(row: HTMLTableRowElement, read: (cell: HTMLTableCellElement) => T): (T | "")[] {
  return [...row.cells].flatMap((cell) => [
    read(cell),
    ...Array.from({ length: cell.colSpan - 1 }, () => "" as const),
  ]);
}

function headText(cell: HTMLTableCellElement): string {
  const unit = cell.querySelector(".unit")?.textContent ?? cell.dataset["unit"];
  const label = plainText(cell, ".tip, .unit, svg");
  return unit ? `${label} (${unit.trim()})` : label;
}

function cellValue(cell: HTMLTableCellElement): string | number {
  const given = cell.dataset["value"];
  if (given !== undefined) return numberOrText(given);
  const field = cell.querySelector<HTMLInputElement>("input:not([type=hidden])");
  if (field) return numberOrText(field.value);
  const exact = cell.title.trim();
  if (EXACT.test(exact)) return numberOrText(exact.replace(/ nats$/, "").replace("−", "-"));
  const text = plainText(cell, NO_TEXT);
  const chips = [...cell.querySelectorAll(".chip")];
  const token = chips.length === 1 ? chips[0]!.textContent ?? "" : null;
  // A token's own spaces count; a cell's do not.
  return token !== null && token.trim() === text ? token : wholeOrText(text);
}

function numberOrText(text: string): string | number {
  return text.trim() !== "" && !Number.isNaN(Number(text)) ? Number(text) : text;
}

/** Whole numbers are shown as they are, with a comma between thousands and a true minus. */
function wholeOrText(text: string): string | number {
  return /^[-−]?(\d{1,3}(,\d{3})*|\d+)$/.test(text)
    ? Number(text.replaceAll(",", "").replace("−", "-"))
    : text;
}

function plainText(element: Element, without: string): string {
  const copy = element.cloneNode(true) as Element;
  for (const each of copy.querySelectorAll(without)) each.remove();
  return (copy.textContent ?? "").replaceAll("\u00a0", " ").trim();
}
