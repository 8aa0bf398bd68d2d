/** How the next token is picked from the shaped distribution. */
export type PickMode = "greedy" | "sample";
