/** The two rows of next-token training: position i of the inputs predicts position i of the targets. */
export interface ShiftedRows<Token> {
  /** The tokens without the last. */
  readonly inputs: readonly Token[];
  /** The tokens without the first. */
  readonly targets: readonly Token[];
}

/** Shifts a row of tokens by one: every token is the target of those before it. */
export function shift<Token>(tokens: readonly Token[]): ShiftedRows<Token> {
  return { inputs: tokens.slice(0, -1), targets: tokens.slice(1) };
}
