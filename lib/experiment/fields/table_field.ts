/**
 * A hand-written next-token table in an address: one line for each text so far,
 * `Order shipped from the -> warehouse 0.85, store 0.10, hub 0.05`.
 *
 * @module
 */
import { escapeToken, unescapeToken } from "@/lib/experiment/escape.ts";
import { BadValue, type Field } from "@/lib/experiment/fields/field.ts";
import { parseNumber } from "@/lib/experiment/fields/parse_number.ts";
import { cutEnd } from "@/lib/lm/graphemes.ts";
import type { TableModel, TableRow } from "@/lib/lm/generation/table_model.ts";

/** What a table may hold. */
interface TableRule {
  readonly mostRows: number;
  readonly mostCells: number;
}

/** What a text or a token has to escape: what separates cells, and what an arrow is made of. */
const SEPARATORS = ",>→";
const ARROW = /->|(?<!\\)→/;
const CELLS = /(?:\\.|[^\\,]|\\$)+/gsu;

/** A next-token table. Whether its rows sum to 1 is for the page to say: a table in the making is kept. */
export function tableField(initial: TableModel, rule: TableRule): Field<TableModel> {
  const check = (table: TableModel) => checkSize(table, rule);
  return {
    initial,
    repeatable: true,
    acceptsEmpty: false,
    parse(values) {
      const table = parseTable(values.join("\n"));
      const reason = table instanceof BadValue ? null : check(table);
      return reason === null ? table : new BadValue(reason);
    },
    format: (table) => [formatTable(table)],
    check,
  };
}

/** Writes a table, one context a line. */
export function formatTable(table: TableModel): string {
  return [...table].map(([context, row]) => `${escaped(context)} -> ${formatRow(row)}`).join(
    "\n",
  );
}

/** A `>` alone, as in `</s>`, needs no escape. */
function escaped(token: string): string {
  return escapeToken(token, ",→").replaceAll("->", "-\\>");
}

function formatRow(row: TableRow): string {
  return [...row].map(([token, p]) => `${escaped(token)} ${p}`).join(", ");
}

/** Reads {@linkcode formatTable}. */
export function parseTable(text: string): TableModel | BadValue {
  const table = new Map<string, TableRow>();
  for (const line of text.split(/\r\n?|\n/).filter((line) => line.trim() !== "")) {
    const [written = "", ...rest] = line.split(ARROW);
    if (rest.length !== 1) return new BadValue(`needs "text -> token probability, …" on each line`);
    const context = unescapeToken(written, SEPARATORS);
    const row = parseRow(rest[0]!);
    if (row instanceof BadValue) return row;
    if (table.has(context)) return new BadValue(`has two lines for "${cutEnd(context, 40)}"`);
    table.set(context, row);
  }
  return table.size === 0 ? new BadValue("has no line") : table;
}

function parseRow(written: string): TableRow | BadValue {
  const row = new Map<string, number>();
  const cells = (written.match(CELLS) ?? []).map((cell) => cell.trim()).filter((cell) => cell !== "");
  for (const cell of cells) {
    const at = lastWordAt(cell);
    const probability = at === 0 ? null : parseNumber(cell.slice(at));
    if (probability === null) {
      return new BadValue(`has "${cutEnd(cell, 40)}", which is no token and probability`);
    }
    const name = unescapeToken(cell.slice(0, at), SEPARATORS);
    if (row.has(name)) return new BadValue(`names the token "${cutEnd(name, 40)}" twice in one line`);
    row.set(name, probability);
  }
  return row;
}

/** Where the last word of a text begins that ends in one. */
function lastWordAt(text: string): number {
  let at = text.length;
  while (at > 0 && /\S/.test(text[at - 1]!)) at--;
  return at;
}

function checkSize(table: TableModel, { mostRows, mostCells }: TableRule): string | null {
  if (table.size === 0) return "has no line";
  if (table.size > mostRows) return `has more than ${mostRows} lines`;
  const cells = [...table.values()].reduce((sum, row) => sum + row.size, 0);
  if (cells > mostCells) return `has more than ${mostCells} probabilities`;
  const finite = [...table.values()].every((row) => [...row.values()].every(Number.isFinite));
  return finite ? null : "has a probability that is too large";
}
