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
export function numberField(initial: number, min: number, max: number, style?: NumberStyle): Field<number> {
  return scalarField({
    initial,
    parse: (text) => parseNumber(text, style) ?? new BadValue("is not a number"),
    format: String,
    check: (value) => checkRange(value, min, max),
  });
}

/** A finite number in a closed range, or null, which an address leaves out. */
export function optionalNumberField(min: number, max: number, style?: NumberStyle): Field<number | null> {
  return scalarField<number | null>({
    initial: null,
    parse: (text) => parseNumber(text, style) ?? new BadValue("is not a number"),
    format: String,
    check: (value) => value === null ? null : checkRange(value, min, max),
  });
}

/** An integer in a closed range, written as {@linkcode parseNumber} reads it. */
export function integerField(initial: number, min: number, max: number, style?: NumberStyle): Field<number> {
  return scalarField({
    initial,
    parse: (text) => parseInteger(text, style),
    format: String,
    check: (value) => checkInteger(value, min, max),
  });
}

/** An integer in a closed range, or null, which an address leaves out. */
export function optionalIntegerField(min: number, max: number, style?: NumberStyle): Field<number | null> {
  return scalarField<number | null>({
    initial: null,
    parse: (text) => parseInteger(text, style),
    format: String,
    check: (value) => value === null ? null : checkInteger(value, min, max),
  });
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
export function choiceField<T extends string>(initial: T, choices: readonly T[]): Field<T> {
  const reason = `is none of ${choices.join(", ")}`;
  return scalarField<T>({
    initial,
    parse: (text) => choices.find((choice) => choice === text) ?? new BadValue(reason),
    format: (value) => value,
    check: (value) => choices.includes(value) ? null : reason,
  });
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

function parseInteger(text: string, style?: NumberStyle): number | BadValue {
  const value = parseNumber(text, style);
  return value !== null && Number.isInteger(value) ? value : new BadValue("is not a whole number");
}

function checkInteger(value: number, min: number, max: number): string | null {
  return Number.isInteger(value) ? checkRange(value, min, max) : "is not a whole number";
}

function checkRange(value: number, min: number, max: number): string | null {
  return value >= min && value <= max
    ? null
    : `is not between ${min.toLocaleString("en-US")} and ${max.toLocaleString("en-US")}`;
}
