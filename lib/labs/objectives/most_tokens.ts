/** The most tokens of a sentence that /objectives reads. */
export const MAX_TOKENS = 30;
