/**
 * Fields of an address that hold lists: numbers, rows of numbers, and tokens. A list is written with commas, rows
 * with line ends; a form may also send one value for each entry.
 *
 * @module
 */
import { escapeToken, splitEscaped } from "@/lib/experiment/escape.ts";
import { BadValue, type Field } from "@/lib/experiment/fields/field.ts";
import { parseNumber } from "@/lib/experiment/fields/parse_number.ts";
import { cutEnd } from "@/lib/lm/graphemes.ts";

/** What a list of numbers may hold. */
interface NumbersRule {
  readonly min?: number;
  readonly max?: number;
  readonly whole?: boolean;
  /** The most entries. */
  readonly most: number;
}

/**
 * Finite numbers, separated by commas or white space; square brackets around them are ignored. Where the field is
 * empty at first, no number means that it is not given.
 */
export function numbersField(initial: readonly number[], rule: NumbersRule): Field<readonly number[]> {
  const check = (numbers: readonly number[]) =>
    numbers.length === 0 && initial.length === 0 ? null : checkNumbers(numbers, rule);
  return {
    initial,
    repeatable: true,
    acceptsEmpty: false,
    parse: (values) => checked(parseNumbers(values.join(",")), check),
    format: (numbers) => numbers.length === 0 ? [] : [numbers.join(",")],
    check,
  };
}

/** Rows of finite numbers, one on each line (or separated by `;`). */
export function rowsField(
  initial: readonly (readonly number[])[],
  rule: NumbersRule & { readonly mostRows: number },
): Field<readonly (readonly number[])[]> {
  const check = (rows: readonly (readonly number[])[]) => checkRows(rows, rule);
  return {
    initial,
    repeatable: true,
    acceptsEmpty: false,
    parse: (values) => checked(parseRows(values.join("\n")), check),
    format: (rows) => [rows.map((row) => row.join(",")).join("\n")],
    check,
  };
}

/** What a list of tokens may hold. */
interface WordsRule {
  /** The most entries. */
  readonly most: number;
  /** The longest entry, in UTF-16 units. */
  readonly longest: number;
}

/** Tokens separated by commas, written as {@linkcode escapeToken} says. */
export function wordsField(initial: readonly string[], rule: WordsRule): Field<readonly string[]> {
  const check = (words: readonly string[]) => checkWords(words, rule);
  return {
    initial,
    repeatable: true,
    acceptsEmpty: false,
    parse: (values) => checked(parseWords(values), check),
    format: (words) => words.length === 0 ? [] : [words.map((word) => escapeToken(word, ",")).join(",")],
    check,
  };
}

/** A form sends one value for each token as it was typed; an address has one list. */
function parseWords(values: readonly string[]): string[] {
  return values.length > 1 ? values.map((value) => value.toWellFormed()) : splitEscaped(values[0] ?? "", ",");
}

function checked<T>(value: T | BadValue, check: (value: T) => string | null): T | BadValue {
  if (value instanceof BadValue) return value;
  const reason = check(value);
  return reason === null ? value : new BadValue(reason);
}

function parseNumbers(text: string): number[] | BadValue {
  const pieces = text.replace(/^\s*\[|\]\s*$/g, "").split(/[\s,;]+/).filter((piece) => piece !== "");
  const numbers: number[] = [];
  for (const piece of pieces) {
    const number = parseNumber(piece);
    if (number === null) return new BadValue(`holds "${cutEnd(piece, 20)}", which is no number`);
    numbers.push(number);
  }
  return numbers;
}

function parseRows(text: string): number[][] | BadValue {
  const lines = withoutOuterBrackets(text.trim())
    .replace(/\]\s*,/g, "]\n").split(/[\n\r;]+/).filter((line) => line.trim() !== "");
  const rows: number[][] = [];
  for (const line of lines) {
    const row = parseNumbers(line);
    if (row instanceof BadValue) return row;
    if (row.length > 0) rows.push(row);
  }
  return rows;
}

/** JSON's list of lists without the brackets of the list. */
function withoutOuterBrackets(text: string): string {
  const start = text.startsWith("[") && text.slice(1).trimStart().startsWith("[") ? 1 : 0;
  const isClosed = text.endsWith("]") && text.slice(0, -1).trimEnd().endsWith("]");
  return text.slice(start, isClosed ? -1 : undefined);
}

function checkNumbers(numbers: readonly number[], rule: NumbersRule): string | null {
  const { min = -Number.MAX_VALUE, max = Number.MAX_VALUE, whole = false, most } = rule;
  if (numbers.length === 0) return "holds no number";
  if (numbers.length > most) return `holds more than ${most} numbers`;
  if (whole && !numbers.every(Number.isSafeInteger)) return "holds a number that is not whole";
  return numbers.every((value) => value >= min && value <= max)
    ? null
    : max === Number.MAX_VALUE
    ? "holds a number that is too large"
    : `holds a number that is not between ${min} and ${max}`;
}

function checkRows(
  rows: readonly (readonly number[])[],
  rule: NumbersRule & { readonly mostRows: number },
): string | null {
  if (rows.length === 0) return "holds no row";
  if (rows.length > rule.mostRows) return `holds more than ${rule.mostRows} rows`;
  if (rows.reduce((sum, row) => sum + row.length, 0) > rule.most) {
    return `holds more than ${rule.most} numbers`;
  }
  return rows.map((row) => checkNumbers(row, rule)).find((reason) => reason !== null) ?? null;
}

function checkWords(words: readonly string[], { most, longest }: WordsRule): string | null {
  if (words.length > most) return `holds more than ${most} tokens`;
  if (words.some((word) => word.length > longest)) return `holds a token of more than ${longest} characters`;
  return words.every((word) => word.isWellFormed()) ? null : "has lone surrogates";
}
