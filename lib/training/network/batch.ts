/** Examples: n - 1 token ids each, and the token that follows. */
export interface ExampleSet {
  /** `targets.length` · (n - 1) ids, row after row. */
  readonly contexts: Int32Array<ArrayBuffer>;
  readonly targets: Int32Array<ArrayBuffer>;
}

/** Examples of one step. */
export interface Batch extends ExampleSet {
  /** Factors of the hidden layer's outputs, B×H: 0, or 1 / (1 - dropout). Absent without dropout. */
  readonly keep?: Float32Array<ArrayBuffer> | undefined;
}
