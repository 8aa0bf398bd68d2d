/**
 * Rotary position embedding (Su et al. 2021): a query and a key are turned by angles that grow with their
 * positions, so that their product depends on how far apart they are.
 *
 * @module
 */
import { headWidth, type TransformerConfig } from "@/lib/transformer/config.ts";
import { scaleFrequencies } from "@/lib/transformer/rope_scaling.ts";

/** Cosines and sines of a chunk's positions: each [tokens, head width / 2]. */
export interface RotaryTable {
  readonly cosines: Float32Array;
  readonly sines: Float32Array;
}

/** Writes the table of `tokens` positions from `start` on. */
type FillRotaryTable = (start: number, tokens: number, table: RotaryTable) => void;

/**
 * The angle of channel pair i at position p is `p · base^(-i / half)`, or what the configuration's scaling makes of
 * it. Frequency and angle are rounded to float32, as PyTorch has them: far into a context the cosine feels it.
 */
export function rotaryTable(config: TransformerConfig): FillRotaryTable {
  const half = headWidth(config) / 2;
  const plain = Float64Array.from({ length: half }, (_, i) => config.ropeBase ** (-i / half));
  const frequencies = Float32Array.from(scaleFrequencies(plain, config.ropeBase, config.ropeScaling));
  const factor = config.ropeScaling?.type === "yarn" ? config.ropeScaling.attentionFactor : 1;
  return (start, tokens, { cosines, sines }) => {
    for (let index = 0; index < tokens * half; index++) {
      const position = start + Math.floor(index / half);
      const angle = Math.fround(position * frequencies[index % half]!);
      cosines[index] = factor * Math.cos(angle);
      sines[index] = factor * Math.sin(angle);
    }
  };
}

/**
 * Turns each head of one token's vector in place; channel i pairs with channel i + half.
 *
 * @param vector The array that holds the token's heads from `offset` on: [heads · width].
 * @param width Channels of one head.
 * @param row The token's row in the table.
 */
export function rotate(
  vector: Float32Array,
  offset: number,
  heads: number,
  width: number,
  row: number,
  { cosines, sines }: RotaryTable,
): void {
  const half = width / 2;
  for (let head = offset; head < offset + heads * width; head += width) {
    for (let i = 0; i < half; i++) {
      const cosine = cosines[row * half + i]!;
      const sine = sines[row * half + i]!;
      const first = vector[head + i]!;
      const second = vector[head + half + i]!;
      vector[head + i] = first * cosine - second * sine;
      vector[head + half + i] = second * cosine + first * sine;
    }
  }
}
