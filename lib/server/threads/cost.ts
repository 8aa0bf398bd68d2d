/**
 * What answering a request takes, as far as its input tells before anything is computed.
 *
 * @module
 */

/** An estimate for one input. */
export interface Cost {
  /** Milliseconds on one core of a small server. */
  readonly milliseconds: number;
  /** Milliseconds on a model's own thread: they hold up only those who ask the model; default 0. */
  readonly elsewhere?: number;
  /** JSON pointer to what makes it dear; "" for the whole. */
  readonly pointer?: string;
  /** What to make smaller: completes "…: make … smaller". */
  readonly advice?: string;
}

/** How much may be computed where. */
export interface Budget {
  /** What takes longer leaves the server's own thread, in milliseconds. */
  readonly here: number;
  /** What takes longer is refused, in milliseconds. */
  readonly most: number;
}

/** With threads: half of what an answer may take there, since an estimate may be wrong by as much. */
export const WITH_THREADS: Budget = { here: 20, most: 1500 };

/** Without: what nobody notices who waits for another page. */
export const WITHOUT_THREADS: Budget = { here: Infinity, most: 50 };

/** For tests and development: nothing is refused and nothing goes elsewhere. */
export const UNBOUNDED: Budget = { here: Infinity, most: Infinity };
