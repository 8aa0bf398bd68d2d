import { largestLogit } from "@/lib/lm/distribution/softmax.ts";

/**
 * The temperature stage: z_i / T. Below 1 it sharpens a distribution, above 1 it flattens it.
 *
 * Temperature 0 is greedy rather than a division: only the likeliest token stays (the lower id of equals).
 *
 * @param logits One score per token; -Infinity for a token that an earlier stage dropped.
 * @param temperature A number from 0 up, checked by `checkSampler`.
 * @returns New logits.
 */
export function applyTemperature(logits: ArrayLike<number>, temperature: number): Float64Array {
  if (temperature === 0) return keepLikeliest(logits);
  const largest = largestLogit(logits);
  // A shift of all logits changes no probability; it is needed only where the quotient would overflow.
  const shift = Number.isFinite(largest / temperature) ? 0 : largest;
  const scaled = new Float64Array(logits.length);
  for (let id = 0; id < logits.length; id++) scaled[id] = (logits[id]! - shift) / temperature;
  return scaled;
}

function keepLikeliest(logits: ArrayLike<number>): Float64Array {
  const largest = largestLogit(logits);
  const kept = new Float64Array(logits.length).fill(-Infinity);
  kept[Array.prototype.indexOf.call(logits, largest)] = largest;
  return kept;
}
