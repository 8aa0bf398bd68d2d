/**
 * How much one n-gram calculation takes on the server.
 *
 * @module
 */

/** The longest corpus, in UTF-16 units: a body holds no more. */
export const MAX_CORPUS_LENGTH = 1_048_576;

/** The most tokens of a context. */
export const MAX_CONTEXT_TOKENS = 100;

/** The most words whose probability is asked for. */
export const MAX_WORDS = 1000;

/** The most merges of subword tokens. */
export const MAX_MERGES = 1000;

/** The most tokens that are drawn. */
export const MAX_DRAWN_TOKENS = 200;
