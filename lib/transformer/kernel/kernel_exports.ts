/**
 * What the compiled kernel exports; numbers are pointers in bytes, or counts. Its source is in assembly/.
 *
 * @module
 */

/** The functions of an instance. */
export interface KernelExports {
  /** Once, before any product. */
  writeConstants(): void;
  /** Orders units of 32 floats as 4-bit weights come out of their bytes. */
  arrange(from: number, to: number, units: number): void;
  /** Undoes {@linkcode KernelExports.arrange}. */
  rearrange(from: number, to: number, units: number): void;
  /** Sums of `blocks` blocks of floats. */
  sumBlocks(x: number, sums: number, blocks: number, block: number): void;
  /** Writes a row that is not of floats as such, arranged if it has 4 bits. */
  unpackRow(matrix: number, row: number, to: number): void;
  rmsNorm(x: number, weight: number, width: number, epsilon: number, tokens: number, out: number): void;
  /** `length` is a multiple of four. */
  gate(gates: number, raised: number, length: number): void;
  /** Writes the ids of the `count` highest of at least as many logits, highest first. */
  topTokens(row: number, length: number, count: number, ids: number): void;
  /** Where the next job is to be written. */
  nextJob(): number;
  /** Runs the job written there; 0 where a thread did not finish its piece. */
  runJob(): number;
  /** A thread's life, until {@linkcode KernelExports.stop}. */
  serve(thread: number): void;
  /** Waits until no thread spins; what the memory grew by is then seen by all. */
  settle(): void;
  stop(): void;
}

/** Makes an instance on a memory. */
export function instantiateKernel(wasm: WebAssembly.Module, memory: WebAssembly.Memory): KernelExports {
  const { exports } = new WebAssembly.Instance(wasm, { env: { memory } });
  return exports as unknown as KernelExports;
}
