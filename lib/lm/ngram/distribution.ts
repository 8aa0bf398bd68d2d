/** One order of the way from the longest context down. */
export interface BackoffStep {
  /** Length of the n-gram: its context is one token shorter; 0 is the uniform distribution. */
  readonly order: number;
  /** Whether the distribution has a part from this order: the context was seen, or it is the end of the way. */
  readonly used: boolean;
  /** The context that the order looks at, as token ids. */
  readonly context: readonly number[];
  /** The share that the shorter context gets (interpolation's gamma), or the factor of its score; absent for none. */
  readonly passesOn?: number;
}

/** A count model of the next token, by token id. */
export interface NgramDistribution {
  /** Whether the token can come next at all; `<s>` cannot, but for NLTK it can. */
  predicts(word: number): boolean;
  /** P(word | context), or the score of stupid backoff; for a token that it predicts. */
  probability(context: readonly number[], word: number): number;
  /** The probability of every token id; 0 for those that are not predicted. */
  distribution(context: readonly number[]): Float64Array;
  /** Which orders the distribution after a context comes from, the longest first. */
  backoff(context: readonly number[]): BackoffStep[];
}
