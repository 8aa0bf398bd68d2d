/**
 * White space as Python has it (`str.isspace`, as `str.split()` and `str.strip()` use it): the separators \x1c to
 * \x1f are white space, U+FEFF is a character like any other. JavaScript's `\s` and `trim` have it the other way.
 *
 * @module
 */

// deno-lint-ignore no-control-regex
const WHITE_SPACE = /[\p{White_Space}\x1c-\x1f]+/u;
// deno-lint-ignore no-control-regex
const AT_THE_START = /^[\p{White_Space}\x1c-\x1f]+/u;
// deno-lint-ignore no-control-regex
const VISIBLE = /[^\p{White_Space}\x1c-\x1f]/u;
// deno-lint-ignore no-control-regex
const BLANK = /[\p{White_Space}\x1c-\x1f]/u;

/** Splits a text at white space, as Python's `str.split()`. */
export function splitWords(text: string): string[] {
  return text.split(WHITE_SPACE).filter((word) => word !== "");
}

/** Whether a text holds nothing but white space. */
export function isBlank(text: string): boolean {
  return !VISIBLE.test(text);
}

/** A text without the white space around it, as Python's `str.strip()`. */
export function trimWhiteSpace(text: string): string {
  const rest = text.replace(AT_THE_START, "");
  let end = rest.length;
  while (end > 0 && BLANK.test(rest[end - 1]!)) end--;
  return rest.slice(0, end);
}
