/**
 * Fields of an address that hold text: the prompt, phrases with escapes, names in an order, and token ids.
 *
 * @module
 */
import { BadValue, type Field, scalarField } from "@/lib/experiment/fields/field.ts";

/** Text as the page holds it: lone surrogates become U+FFFD (as in any address) and line ends `\n` (as in any text box). */
export function normalizeText(text: string): string {
  return text.toWellFormed().replace(/\r\n?/g, "\n");
}

/** Free text; empty is a value. */
export function textField(initial: string): Field<string> {
  return scalarField({
    initial,
    acceptsEmpty: true,
    parse: normalizeText,
    format: (value) => value,
    check: (value) => normalizeText(value) === value ? null : "has lone surrogates or carriage returns",
  });
}

/** A text field that refuses more than `most` UTF-16 units. */
export function limited(field: Field<string>, most: number): Field<string> {
  const check = (text: string) =>
    text.length > most ? `is longer than ${most.toLocaleString("en-US")} characters` : field.check(text);
  return {
    ...field,
    check,
    parse(values) {
      const text = field.parse(values);
      return typeof text === "string" && text.length > most ? new BadValue(check(text)!) : text;
    },
  };
}

/** Phrases, each given by one occurrence of the name, with the escapes of {@linkcode escapePhrase}. */
export function phrasesField(): Field<readonly string[]> {
  return {
    initial: [],
    repeatable: true,
    acceptsEmpty: false,
    parse: (values) => values.filter((value) => value !== "").map(unescapePhrase),
    format: (phrases) => phrases.map(escapePhrase),
    check: (phrases) => phrases.every(isPhrase) ? null : "has an empty phrase or one with lone surrogates",
  };
}

/** Names in an order, each at most once, joined by commas; `none` for no name. */
export function orderField<T extends string>(initial: readonly T[]): Field<readonly T[]> {
  const check = (names: readonly T[]) => {
    if (new Set(names).size !== names.length) return "names a stage twice";
    return names.every((name) => initial.includes(name))
      ? null
      : `has a name that is none of ${initial.join(", ")}`;
  };
  const field = scalarField<readonly T[]>({
    initial,
    parse: (text) => text === "none" ? [] : text.split(",").map((name) => name.trim() as T),
    format: (names) => names.length === 0 ? "none" : names.join(","),
    check,
  });
  // A form sends the order of the button that was pressed before the order as it stands.
  return { ...field, repeatable: true };
}

/** Token ids in base 36, joined by `.`. */
export function tokensField(): Field<readonly number[]> {
  return scalarField<readonly number[]>({
    initial: [],
    parse(text) {
      const pieces = text.split(".");
      if (!pieces.every((piece) => /^[0-9a-z]{1,10}$/.test(piece))) {
        return new BadValue("is not a list of ids in base 36");
      }
      return pieces.map((piece) => parseInt(piece, 36));
    },
    format: formatTokenIds,
    check: (ids) => ids.every(isTokenId) ? null : "has an id that is no token",
  });
}

/** Lists of token ids, each as {@linkcode tokensField} has it, joined by commas. */
export function branchesField(): Field<readonly (readonly number[])[]> {
  const single = tokensField();
  return scalarField<readonly (readonly number[])[]>({
    initial: [],
    parse(text) {
      const paths = text.split(",").map((path) => single.parse([path]));
      return paths.every((path) => !(path instanceof BadValue))
        ? paths as (readonly number[])[]
        : new BadValue("is not a list of paths in base 36");
    },
    format: (paths) => paths.map(formatTokenIds).join(","),
    check: (paths) => paths.map((path) => single.check(path)).find((reason) => reason !== null) ?? null,
  });
}

/** Attention heads, each `LAYER.HEAD` counted from 1, joined by commas; kept in the order of the layers. */
export function headsField(layers: number, heads: number): Field<readonly string[]> {
  const isHead = (name: string) => {
    const [, layer = 0, head = 0] = /^([1-9]\d*)\.([1-9]\d*)$/.exec(name) ?? [];
    return +layer >= 1 && +layer <= layers && +head >= 1 && +head <= heads;
  };
  return scalarField<readonly string[]>({
    initial: [],
    parse: (text) => [...new Set(text.split(","))].sort(),
    format: (names) => names.join(","),
    check: (names) =>
      names.every(isHead) ? null : `has a head that is none of the ${heads} in each of ${layers} layers`,
  });
}

/** Writes token ids as an address has them: base 36, joined by `.`. */
export function formatTokenIds(ids: readonly number[]): string {
  return ids.map((id) => id.toString(36)).join(".");
}

/** Writes a phrase on one line: `\n`, `\r`, `\t` and `\\` for those characters. */
export function escapePhrase(phrase: string): string {
  return phrase.replace(/[\\\n\r\t]/g, (character) => ESCAPES[character] ?? character);
}

/** Reads {@linkcode escapePhrase}; a backslash before anything else stays as it is. */
export function unescapePhrase(text: string): string {
  return text.toWellFormed().replace(/\\([nrt\\])/g, (_, letter: string) => LETTERS[letter] ?? letter);
}

const ESCAPES: Readonly<Record<string, string>> = { "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t" };
const LETTERS: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", "\\": "\\" };

function isPhrase(phrase: string): boolean {
  return phrase !== "" && phrase.isWellFormed();
}

function isTokenId(id: number): boolean {
  return Number.isInteger(id) && id >= 0 && id <= 0x7fffffff;
}
