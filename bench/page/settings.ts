/**
 * What every contestant runs: the same model, the same number of threads.
 *
 * @module
 */

/** The model on the mirror. */
export const MODEL = "HuggingFaceTB/SmolLM2-135M-Instruct";

/** WASM threads of each contestant. */
export const THREADS = 2;

/** The likeliest token. */
export function argmax(row: Float32Array): number {
  let best = 0;
  for (let id = 1; id < row.length; id++) if (row[id]! > row[best]!) best = id;
  return best;
}

/** Tokens per second of the tokens behind the first, by the moments they arrived, in milliseconds. */
export function decodeRate(arrivals: readonly number[]): number {
  return 1000 * (arrivals.length - 1) / (arrivals.at(-1)! - arrivals[0]!);
}
