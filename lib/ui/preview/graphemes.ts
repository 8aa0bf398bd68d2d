/**
 * Characters as a reader counts them, for text that is measured before it is drawn.
 *
 * @module
 */

/** Stands for a character that the font of a picture lacks. */
export const MISSING = "□";

const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });

/** Splits a text into what a reader sees as one character each. */
export function graphemes(text: string): string[] {
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}

/** A text of at most `most` characters; where its end is cut, an ellipsis says so. */
export function cutEnd(text: string, most: number): string {
  const parts = graphemes(text);
  return parts.length <= most ? text : `${parts.slice(0, Math.max(0, most - 1)).join("")}…`;
}

/** A text of at most `most` characters; where its beginning is cut, an ellipsis says so. */
export function cutStart(text: string, most: number): string {
  const parts = graphemes(text);
  return parts.length <= most ? text : `…${parts.slice(parts.length - Math.max(0, most - 1)).join("")}`;
}
