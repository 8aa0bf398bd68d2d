/**
 * An n-gram as a booklet for dice: for each word a table of faces and the words that they lead to.
 *
 * @module
 */

/** The dice that a booklet is made for. */
export const DICE = [10, 20, 100] as const;

/** Sides of a die. */
export type Die = typeof DICE[number];

/** One line of a page: these faces lead to that word. */
interface DiceLine {
  readonly word: string;
  readonly count: number;
  /** First and last face; null where the word is too rare for this die. */
  readonly faces: readonly [first: number, last: number] | null;
}

/** One page: what follows a word. */
export interface DicePage {
  readonly context: string;
  readonly total: number;
  readonly lines: readonly DiceLine[];
  /** The largest difference between a word's share of the faces and its share of the counts. */
  readonly largestError: number;
}

/** Begin and end of a sentence. */
export const [BEGIN, END] = ["(start)", "(end)"] as const;

/** A booklet of what followed each word in a text, one sentence a line, split at white space. */
export function diceBooklet(text: string, die: Die): DicePage[] {
  const followers = new Map<string, Map<string, number>>();
  for (const line of text.split("\n")) {
    const words = line.split(/\s+/).filter((word) => word !== "");
    if (words.length === 0) continue;
    const row = [BEGIN, ...words, END];
    for (let i = 0; i + 1 < row.length; i++) {
      const counts = followers.get(row[i]!) ?? new Map<string, number>();
      counts.set(row[i + 1]!, (counts.get(row[i + 1]!) ?? 0) + 1);
      followers.set(row[i]!, counts);
    }
  }
  return [...followers].map(([context, counts]) => pageOf(context, counts, die));
}

function pageOf(context: string, counts: ReadonlyMap<string, number>, die: Die): DicePage {
  const rows = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  const total = rows.reduce((sum, [, count]) => sum + count, 0);
  const faces = shareFaces(rows.map(([, count]) => count), total, die);
  let before = 0;
  const lines = rows.map(([word, count], i): DiceLine => {
    const first = before + 1;
    before += faces[i]!;
    return { word, count, faces: faces[i] === 0 ? null : [first, before] };
  });
  const largestError = Math.max(...rows.map(([, count], i) => Math.abs(faces[i]! / die - count / total)));
  return { context, total, lines, largestError };
}

/** Faces for each count, by largest remainder (Hamilton's method): they sum to the die's sides. */
export function shareFaces(counts: readonly number[], total: number, die: number): number[] {
  const whole = counts.map((count) => Math.floor(count * die / total));
  const rest = die - whole.reduce((sum, count) => sum + count, 0);
  const order = counts.map((count, i) => ({ i, remainder: count * die % total }))
    .sort((a, b) => b.remainder - a.remainder || a.i - b.i);
  for (const { i } of order.slice(0, rest)) whole[i]!++;
  return whole;
}
