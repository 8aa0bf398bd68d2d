/**
 * How much one calculation takes: the same on a page and in the API, so that an address and a request mean the same.
 *
 * @module
 */

/** The most logits of one distribution. */
export const MAX_LOGITS = 100_000;

/** The largest temperature. */
export const MAX_TEMPERATURE = 1000;

/** The most draws of one request. */
export const MAX_DRAWS = 100_000;

/** The most positions of a sequence. */
export const MAX_POSITIONS = 50_000;

/** The most numbers of all rows of logits together. */
export const MAX_LOGIT_CELLS = 300_000;

/** The longest token or label, in UTF-16 units. */
export const MAX_TOKEN_LENGTH = 200;

/** The most contexts of a hand-written table. */
export const MAX_TABLE_ROWS = 2000;

/** The most probabilities of a hand-written table. */
export const MAX_TABLE_CELLS = 20_000;

/** The most steps of the loop. */
export const MAX_STEPS = 1000;

/** The longest text that the loop starts with, in UTF-16 units. */
export const MAX_START_LENGTH = 10_000;

/** The most tokens of a context window. */
export const MAX_WINDOW = 1_000_000_000;
