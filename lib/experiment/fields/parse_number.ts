/** The longest text that is read as a number, in UTF-16 units: no number that people write is longer. */
const MAX_CHARACTERS = 60;

const GROUPED = /^[+-]?\d{1,3}([,_'\u2019\u00a0\u2009\u202f ])\d{3}(\1\d{3})*(\.\d+)?$/;
const PLAIN = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;
const SCALED = /^(.*?\d\.?)\s*([kmgtb])$/i;

const POWERS: Readonly<Record<string, number>> = { k: 1, m: 2, g: 3, b: 3, t: 4 };

/** How numbers of a field are written. */
export interface NumberStyle {
  /** What K, M, G (or B) and T multiply by, once to four times: 1024 for lengths and sizes of memory, else 1000. */
  readonly kilo?: 1000 | 1024;
  /** Units that may follow, in lower case, with what each is worth: `{ gib: 1, mib: 1 / 1024 }`. */
  readonly units?: Readonly<Record<string, number>>;
}

/**
 * Reads a number as people write it: `131,072`, `131_072`, `1e-3`, `128K`, `24 GiB`, with a true minus sign too.
 *
 * @returns Null where the text is no number, or longer than any number is; Infinity where a double cannot hold it.
 */
export function parseNumber(text: string, { kilo = 1000, units = {} }: NumberStyle = {}): number | null {
  if (text.length > MAX_CHARACTERS) return null;
  const trimmed = text.trim().replace(/^\u2212/, "-");
  const [, figure = trimmed, unit = ""] = /^(.*?[\d.])\s*([a-z]+)$/i.exec(trimmed) ?? [];
  const worth = unit === "" ? undefined : units[unit.toLowerCase()];
  if (worth !== undefined) return scaledBy(plainNumber(figure), worth);
  const [, scaled, letter] = SCALED.exec(trimmed) ?? [];
  if (scaled === undefined) return plainNumber(trimmed);
  return scaledBy(plainNumber(scaled), kilo ** POWERS[letter!.toLowerCase()]!);
}

function scaledBy(number: number | null, factor: number): number | null {
  return number === null ? null : number * factor;
}

function plainNumber(text: string): number | null {
  const digits = GROUPED.test(text) ? text.replace(/[^\d.+-]/g, "") : text;
  return PLAIN.test(digits) ? Number(digits) : null;
}
