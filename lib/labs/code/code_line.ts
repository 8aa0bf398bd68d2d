/** A line of code, and the fields of the page that stand in it. */
export interface CodeLine {
  readonly text: string;
  /** Names of the fields whose change lights the line. */
  readonly of: readonly string[];
}

/** The same calculation in two languages, each complete: it prints what the page shows. */
export interface LabCode {
  readonly python: readonly CodeLine[];
  readonly typescript: readonly CodeLine[];
}

/** A line, with the names of the fields that stand in it. */
export function line(text: string, ...of: readonly string[]): CodeLine {
  return { text, of };
}

/** A number or a list as both languages write it. */
export function literal(value: number | readonly number[] | readonly string[] | string): string {
  return JSON.stringify(value).replaceAll(",", ", ");
}

/** The text of some lines. */
export function codeText(lines: readonly CodeLine[]): string {
  return lines.map(({ text }) => text).join("\n");
}
