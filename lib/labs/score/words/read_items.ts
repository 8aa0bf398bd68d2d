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
 *
 * @param withRegions Whether asterisks mark regions; else they are read as they stand. Default true.
 */
export function readItems(text: string, withRegions = true): StudyItem[] {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  return lines.map((line) => withRegions ? readItem(line) : { text: line, regions: [] });
}

function readItem(line: string): StudyItem {
  const regions: [number, number][] = [];
  let text = "";
  let at = 0;
  for (;;) {
    const open = line.indexOf("*", at);
    const close = open < 0 ? -1 : line.indexOf("*", open + 1);
    if (close < 0) return { text: text + line.slice(at), regions };
    text += line.slice(at, open);
    const inside = line.slice(open + 1, close);
    regions.push([text.length, text.length + inside.length]);
    text += inside;
    at = close + 1;
  }
}
