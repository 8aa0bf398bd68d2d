/**
 * Characters as a reader counts them (grapheme clusters, UAX 29): the one way to shorten a text that is shown.
 *
 * @module
 */

/** Made with the first text that needs it: a browser reads its tables for 10 ms then, on a phone for 40. */
let segmenter: Intl.Segmenter | undefined;

/** In these each character is one by itself. A carriage return is not among them: it is one with the line feed after it. */
const PLAIN = /^[\n\x20-\x7e]*$/;

/** UTF-16 units that one character may take; of a longer pile of marks only these are shown. */
const MAX_UNITS = 32;

/** Splits a text into what a reader sees as one character each. */
export function graphemes(text: string): string[] {
  if (PLAIN.test(text)) return [...text];
  segmenter ??= new Intl.Segmenter("en", { granularity: "grapheme" });
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}

/** A text of at most `most` characters; where its end is cut, an ellipsis says so. Reads no further than it shows. */
export function cutEnd(text: string, most: number): string {
  const parts = graphemes(text.slice(0, (most + 1) * MAX_UNITS));
  return fits(text, parts, most) ? text : `${wellFormed(parts.slice(0, Math.max(0, most - 1)))}…`;
}

/** A text of at most `most` characters; where its beginning is cut, an ellipsis says so. */
export function cutStart(text: string, most: number): string {
  const parts = graphemes(text.slice(-(most + 1) * MAX_UNITS));
  return fits(text, parts, most) ? text : `…${wellFormed(parts.slice(parts.length - Math.max(0, most - 1)))}`;
}

/** At most `most` characters of the beginning, without a sign that more follows: for what is stored. */
export function firstCharacters(text: string, most: number): string {
  const parts = graphemes(text.slice(0, (most + 1) * MAX_UNITS));
  return fits(text, parts, most) ? text : wellFormed(parts.slice(0, most));
}

function fits(text: string, parts: readonly string[], most: number): boolean {
  return parts.length <= most && text.length <= (most + 1) * MAX_UNITS;
}

/** Joined, without the half of a character that the bound on what is read may have left at an end. */
function wellFormed(parts: readonly string[]): string {
  return parts.join("").replace(/^[\uDC00-\uDFFF]|[\uD800-\uDBFF]$/g, "");
}
