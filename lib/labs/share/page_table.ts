/** A table of a page as data. */
export interface PageTable {
  readonly caption: string;
  readonly columns: readonly string[];
  /** Unrounded where the page knows it, else the text that it shows. */
  readonly rows: readonly (readonly (string | number)[])[];
  /** What computed it, as the page says; null where it says nothing. */
  readonly source: string | null;
}
