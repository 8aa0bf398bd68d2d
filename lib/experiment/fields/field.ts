/**
 * Fields of an address: how one value is read, written and checked. A page's query is a table of these.
 *
 * @module
 */
import { type NumberStyle, parseNumber } from "@/lib/experiment/fields/parse_number.ts";

/** A value that could not be used, with the reason in words for the page. */
export class BadValue {
  constructor(readonly reason: string) {}
}

/** One row of a page's query table. `T` is the value's type in the page's state. */
export interface Field<T> {
  /** The value of an address that does not name the field. */
  readonly initial: T;
  /** Whether the name may be given several times. */
  readonly repeatable: boolean;
  /** Whether an empty value means something; elsewhere it stands for "not given", as forms send it. */
  readonly acceptsEmpty: boolean;
  /** Reads the field's values, at least one. Total: never throws. */
  parse(values: readonly string[]): T | BadValue;
  /** Writes a value, one string for each time the name stands in the address. */
  format(value: T): string[];
  /** Why a value cannot be used, or null. */
  check(value: T): string | null;
}

/** The numbers that a field takes: a form's and a schema's too. */
export interface NumberRange {
  readonly min: number;
  readonly max: number;
  readonly whole: boolean;
}

/** A field whose values are the numbers of a range. */
export interface NumberField<T extends number | null = number> extends Field<T> {
  readonly range: NumberRange;
}

/** A field whose values are the names of a list. */
export interface ChoiceField<T extends string> extends Field<T> {
  readonly choices: readonly T[];
}

/** The parts of a field that holds a single string in the address. */
interface ScalarField<T> {
  readonly initial: T;
  readonly acceptsEmpty?: boolean;
  readonly parse: (value: string) => T | BadValue;
  readonly format: (value: T) => string;
  readonly check?: (value: T) => string | null;
}

/** A field whose name stands once in an address; its first value counts. */
export function scalarField<T>(spec: ScalarField<T>): Field<T> {
  const check = spec.check ?? (() => null);
  return {
    initial: spec.initial,
    repeatable: false,
    acceptsEmpty: spec.acceptsEmpty ?? false,
    check,
    format: (value) => [spec.format(value)],
    parse([first = ""]) {
      const value = spec.parse(first);
      if (value instanceof BadValue) return value;
      const reason = check(value);
      return reason === null ? value : new BadValue(reason);
    },
  };
}

/** A finite number in a closed range, written as {@linkcode parseNumber} reads it. */
export function numberField(initial: number, min: number, max: number, style?: NumberStyle): NumberField {
  return rangeField<number>(initial, { min, max, whole: false }, style);
}

/** A finite number in a closed range, or null, which an address leaves out. */
export function optionalNumberField(
  min: number,
  max: number,
  style?: NumberStyle,
): NumberField<number | null> {
  return rangeField<number | null>(null, { min, max, whole: false }, style);
}

/** An integer in a closed range, written as {@linkcode parseNumber} reads it. */
export function integerField(initial: number, min: number, max: number, style?: NumberStyle): NumberField {
  return rangeField<number>(initial, { min, max, whole: true }, style);
}

/** An integer in a closed range, or null, which an address leaves out. */
export function optionalIntegerField(
  min: number,
  max: number,
  style?: NumberStyle,
): NumberField<number | null> {
  return rangeField<number | null>(null, { min, max, whole: true }, style);
}

/** 1 or 0; a form's check box sends 1 before the 0 that stands for an unchecked one, and the first counts. */
export function switchField(initial: boolean): Field<boolean> {
  const field = scalarField<boolean>({
    initial,
    parse: (text) => text === "1" ? true : text === "0" ? false : new BadValue("is neither 0 nor 1"),
    format: (value) => value ? "1" : "0",
  });
  return { ...field, repeatable: true };
}

/** One of a list of names. */
export function choiceField<T extends string>(initial: T, choices: readonly T[]): ChoiceField<T> {
  const reason = `is none of ${choices.join(", ")}`;
  const field = scalarField<T>({
    initial,
    parse: (text) => choices.find((choice) => choice === text) ?? new BadValue(reason),
    format: (value) => value,
    check: (value) => choices.includes(value) ? null : reason,
  });
  return { ...field, choices };
}

/** A short name that has to match a pattern. */
export function nameField(initial: string, pattern: RegExp, reason: string): Field<string> {
  return scalarField({
    initial,
    parse: (text) => text,
    format: (value) => value,
    check: (value) => value === initial || pattern.test(value) ? null : reason,
  });
}

function rangeField<T extends number | null>(
  initial: T,
  range: NumberRange,
  style?: NumberStyle,
): NumberField<T> {
  const noNumber = range.whole ? "is not a whole number" : "is not a number";
  const field = scalarField<T>({
    initial,
    parse: (text) => (parseNumber(text, style) ?? new BadValue(noNumber)) as T | BadValue,
    format: String,
    check: (value) => value === null ? null : checkRange(value, range),
  });
  return { ...field, range };
}

function checkRange(value: number, { min, max, whole }: NumberRange): string | null {
  if (whole && !Number.isInteger(value)) return "is not a whole number";
  if (value >= min && value <= max) return null;
  // The least double above 0 is how a range says "above 0".
  return min === Number.MIN_VALUE
    ? `is not above 0 and at most ${readable(max)}`
    : `is not between ${readable(min)} and ${readable(max)}`;
}

/** 1,000,000,000; and 1e-9, which three decimals would make 0. */
function readable(limit: number): string {
  return limit !== 0 && Math.abs(limit) < 0.001 ? `${limit}` : limit.toLocaleString("en-US");
}
