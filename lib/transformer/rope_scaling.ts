/**
 * Rotary frequencies for contexts longer than those of the first training. Formulas as in
 * https://github.com/huggingface/transformers/blob/main/src/transformers/modeling_rope_utils.py
 *
 * @module
 */
import type { RopeScaling } from "@/lib/transformer/config.ts";

/**
 * @param frequencies `base^(-i / half)` of channel pair i, radians a position.
 * @param base Of the wavelengths.
 */
export function scaleFrequencies(
  frequencies: Float64Array,
  base: number,
  scaling: RopeScaling | undefined,
): Float64Array {
  switch (scaling?.type) {
    case undefined:
      return frequencies;
    case "linear":
      return frequencies.map((frequency) => frequency / scaling.factor);
    case "llama3":
      return frequencies.map((frequency) => llama3(frequency, scaling));
    case "yarn":
      return yarn(frequencies, base, scaling);
  }
}

function llama3(frequency: number, scaling: Extract<RopeScaling, { type: "llama3" }>): number {
  const { factor, lowFrequencyFactor: low, highFrequencyFactor: high, originalContext } = scaling;
  const turns = originalContext * frequency / (2 * Math.PI);
  const kept = Math.min(1, Math.max(0, (turns - low) / (high - low)));
  return (1 - kept) * frequency / factor + kept * frequency;
}

function yarn(
  frequencies: Float64Array,
  base: number,
  { factor, originalContext, betaFast, betaSlow, truncate }: Extract<RopeScaling, { type: "yarn" }>,
): Float64Array {
  const half = frequencies.length;
  const channel = (turns: number) =>
    half * Math.log(originalContext / (turns * 2 * Math.PI)) / Math.log(base);
  const [fast, slow] = [channel(betaFast), channel(betaSlow)];
  const low = Math.max(truncate ? Math.floor(fast) : fast, 0);
  const high = Math.min(truncate ? Math.ceil(slow) : slow, 2 * half - 1);
  const span = low === high ? 0.001 : high - low;
  return frequencies.map((frequency, i) => {
    const divided = Math.min(1, Math.max(0, (i - low) / span));
    return divided * frequency / factor + (1 - divided) * frequency;
  });
}
