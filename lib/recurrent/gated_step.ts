/**
 * One step of a gated recurrent unit (Cho et al. 2014): what it was told before and the new token become a new state.
 *
 *     r = sigmoid(input_r + state_r)      how much of the old state the candidate sees
 *     z = sigmoid(input_z + state_z)      how much of the old state stays
 *     n = tanh(input_n + r · state_n)     the candidate
 *     h = (1 - z) · n + z · h
 *
 * @param input The input's share of the three, bias included, at `inputAt`: [3 · hidden].
 * @param recurrent The old state's share of the three, without its bias: [3 · hidden].
 * @param bias That bias: [3 · hidden].
 * @param states The old state is at `from`, the new one is written at `from + hidden`; each [hidden].
 *
 * @module
 */
export function gatedStep(
  input: Float32Array,
  inputAt: number,
  recurrent: Float32Array,
  bias: Float32Array,
  states: Float32Array,
  from: number,
): void {
  const hidden = recurrent.length / 3;
  for (let i = 0; i < hidden; i++) {
    const z = i + hidden, n = z + hidden;
    const reset = sigmoid(input[inputAt + i]! + recurrent[i]! + bias[i]!);
    const update = sigmoid(input[inputAt + z]! + recurrent[z]! + bias[z]!);
    const candidate = Math.tanh(input[inputAt + n]! + reset * (recurrent[n]! + bias[n]!));
    states[from + hidden + i] = candidate + update * (states[from + i]! - candidate);
  }
}

function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}
