/**
 * What an experiment on limits has to say, as data: the server and the tab draw the same.
 *
 * @module
 */

/** A bar with its label; where it stood before the change is drawn pale behind it. */
interface LimitBar {
  readonly label: string;
  /** One quiet line under the label. */
  readonly note?: string;
  /** From 0 to 1, unrounded. */
  readonly value: number;
  readonly before?: number;
  /** Where the same figure can be handled. */
  readonly href?: string;
}

/** A piece of a text, with what is said of it. */
export interface LimitRun {
  readonly text: string;
  /** How surprising, 0 (not at all) to 4; a marked span is 4. */
  readonly level: number;
  /** Read out and shown on hover. */
  readonly title?: string;
}

/** A part of an answer. */
export type LimitPart =
  | {
    readonly kind: "bars";
    readonly title: string;
    readonly labelHead: string;
    readonly valueHead: string;
    readonly bars: readonly LimitBar[];
  }
  | {
    readonly kind: "table";
    readonly title: string;
    readonly columns: readonly string[];
    readonly rows: readonly (readonly (string | number)[])[];
    /** Whether it waits behind a line of text. */
    readonly folded?: boolean;
  }
  | { readonly kind: "text"; readonly title: string; readonly runs: readonly LimitRun[] }
  | {
    readonly kind: "map";
    readonly title: string;
    readonly rowHead: string;
    readonly columnHead: string;
    /** Cells by row: 0 where there is no pair; steps of the scale 1 to 8. */
    readonly cells: readonly (readonly number[])[];
    readonly titles: readonly (readonly string[])[];
    readonly first: readonly [row: number, column: number];
  };

/** The answer of one experiment for one query. */
export interface LimitAnswer {
  /** The answer in one plain sentence with its figures. */
  readonly sentence: string;
  /** One quiet line: what it means. */
  readonly note: string;
  /** Name, revision, dtype and backend of what computed it. */
  readonly source: string;
  readonly parts: readonly LimitPart[];
  /** Unrounded figures by name, for programs and tests. */
  readonly figures: Readonly<Record<string, number>>;
}
