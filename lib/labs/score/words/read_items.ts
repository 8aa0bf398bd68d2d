/** A sentence of a study. */
export interface StudyItem {
  /** Without the marks. */
  readonly text: string;
  /** What stands between two asterisks, as UTF-16 units of the text. */
  readonly regions: readonly (readonly [start: number, end: number])[];
}

/**
 * Reads sentences one a line; `*…*` marks a region of one, and is no part of it. An asterisk without a partner stays.
 * Empty lines are no sentences.
 */
export function readItems(text: string): StudyItem[] {
  return text.split("\n").filter((line) => line.trim() !== "").map(readItem);
}

function readItem(line: string): StudyItem {
  const regions: [number, number][] = [];
  let text = "";
  let at = 0;
  for (const match of line.matchAll(/\*([^*]+)\*/g)) {
    text += line.slice(at, match.index);
    regions.push([text.length, text.length + match[1]!.length]);
    text += match[1]!;
    at = match.index + match[0].length;
  }
  return { text: text + line.slice(at), regions };
}
