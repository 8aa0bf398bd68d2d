/** Stands for a character that the font of a picture lacks. */
export const MISSING = "□";
