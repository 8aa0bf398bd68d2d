/** The most tokens of a sentence that /objectives reads. */
export const MOST_TOKENS = 30;
