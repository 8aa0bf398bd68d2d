/**
 * How tokens are written inside a list on one line: separators, line ends and outer spaces get a backslash.
 *
 * @module
 */

const LETTERS: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", s: " " };
const ESCAPES: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t", "\\": "\\\\" };

/** A character of a written list, and whether a backslash stood before it. */
interface Written {
  readonly character: string;
  readonly escaped: boolean;
}

/**
 * Writes a token: `\n`, `\r`, `\t`, `\\`, `\s` for an outer space (`\u00a0` for another kind of one), `\0` for no
 * character, a backslash before a separator.
 *
 * @param separators Characters that separate something where the token is to stand.
 */
export function escapeToken(token: string, separators: string): string {
  if (token === "") return "\\0";
  return [...token].map((character) =>
    ESCAPES[character] ?? (separators.includes(character) ? `\\${character}` : character)
  ).join("").replace(/^\s|\s$/g, (space) => space === " " ? "\\s" : `\\u${hex(space)}`);
}

function hex(character: string): string {
  return character.charCodeAt(0).toString(16).padStart(4, "0");
}

/**
 * Splits a written list at a separator and reads its entries. White space around an entry is dropped, as are entries
 * that hold nothing. A backslash before anything that needs none stays as it is.
 *
 * @param separator One character.
 */
export function splitEscaped(text: string, separator: string): string[] {
  const entries: Written[][] = [[]];
  for (const each of scan(text, separator)) {
    if (each.character === separator && !each.escaped) entries.push([]);
    else entries.at(-1)!.push(each);
  }
  return entries.map(trimmed).filter((entry) => entry.length > 0).map(textOf);
}

/** Reads what {@linkcode escapeToken} wrote with the same separators. */
export function unescapeToken(text: string, separators: string): string {
  return textOf(trimmed([...scan(text, separators)]));
}

const ESCAPED = /\\(?:u([\da-f]{4})|(.))|([^])/gsu;

function* scan(text: string, separators: string): Generator<Written> {
  for (const [written, code, next, plain] of text.toWellFormed().matchAll(ESCAPED)) {
    if (plain !== undefined) yield { character: plain, escaped: false };
    else if (code !== undefined) yield { character: String.fromCharCode(parseInt(code, 16)), escaped: true };
    else {yield* escapedBy(next!, separators) ??
        [...written].map((character) => ({ character, escaped: false }));}
  }
}

/** What a backslash and the character after it mean; null where they are just these two. */
function escapedBy(next: string, separators: string): Written[] | null {
  if (next === "0") return [{ character: "", escaped: true }];
  const character = LETTERS[next] ?? (next === "\\" || separators.includes(next) ? next : null);
  return character === null ? null : [{ character, escaped: true }];
}

function trimmed(entry: readonly Written[]): Written[] {
  const stays = ({ character, escaped }: Written) => escaped || !/\s/.test(character);
  const first = entry.findIndex(stays);
  return first < 0 ? [] : entry.slice(first, entry.findLastIndex(stays) + 1);
}

function textOf(entry: readonly Written[]): string {
  return entry.map(({ character }) => character).join("");
}
