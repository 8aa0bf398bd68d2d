/**
 * How much one calculation takes: the same on a page and in the API, so that an address and a request mean the same.
 *
 * @module
 */

/** The most logits of one distribution. */
export const MAX_LOGITS = 100_000;

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

/** The most sequences of a cache. */
export const MAX_BATCH = 1_000_000;

/** The most tokens of a cached sequence. */
export const MAX_CACHE_TOKENS = 1_000_000_000;

/** The most layers of a model. */
export const MAX_LAYERS = 4096;

/** The most heads of a layer, and the most elements of a head. */
export const MAX_HEADS = 65_536;

/** The most elements of a layer's state. */
export const MAX_STATE_SIZE = 1_000_000_000;

/** The most memory of a device, and the largest weights, in GiB. */
export const MAX_MEMORY_GIB = 1_000_000;

/** The longest pasted config.json, in UTF-16 units. */
export const MAX_CONFIG_LENGTH = 200_000;
