/**
 * A stored experiment: the state of a page, and what its author says of it. Immutable once stored.
 *
 * @module
 */

/** The most bytes of an experiment, as JSON in UTF-8. */
export const MAX_EXPERIMENT_BYTES = 48 * 1024;

/** The longest title and note, in UTF-16 units. */
export const MAX_TITLE_LENGTH = 120;
export const MAX_NOTE_LENGTH = 2000;

/** The longest time to keep an experiment that is to expire, in days. */
export const MAX_EXPIRY_DAYS = 3650;

/** The query of a page by name: what its address would hold. A name that may stand several times has a list. */
export type StoredQuery = Readonly<Record<string, string | readonly string[]>>;

/** One figure of a page by its name there, unrounded; null for what is infinite. */
export interface Figure {
  readonly name: string;
  readonly value: number | string | null;
}

/** What the author's browser showed: nobody has checked it. */
export interface StoredResults {
  /** What computed the figures: models with revision, dtype and backend. */
  readonly sources: readonly string[];
  readonly figures: readonly Figure[];
}

/** What an author stores. */
export interface ExperimentContent {
  /** Path of the page, such as `/softmax`. */
  readonly page: string;
  readonly query: StoredQuery;
  /** Plain text; null for none. */
  readonly title: string | null;
  readonly note: string | null;
  readonly results: StoredResults | null;
}

/** An experiment as it is kept. */
export interface StoredExperiment extends ExperimentContent {
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  /** Milliseconds since 1970; null where it does not expire. */
  readonly expiresAt: number | null;
}
