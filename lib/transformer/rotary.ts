/**
 * Rotary position embedding (Su et al. 2021): a query and a key are turned by angles that grow with their
 * positions, so that their product depends on how far apart they are.
 *
 * @module
 */
import { headWidth, type TransformerConfig } from "@/lib/transformer/config.ts";

/** Cosines and sines for every position: each [context, head width / 2]. */
export interface RotaryTable {
  readonly cosines: Float32Array;
  readonly sines: Float32Array;
}

/** The angle of channel pair i at position p is `p · base^(-i / half)`. */
export function rotaryTable(config: TransformerConfig): RotaryTable {
  const half = headWidth(config) / 2;
  const angles = Float64Array.from({ length: config.context * half }, (_, index) => {
    const position = Math.floor(index / half);
    return position * config.ropeBase ** (-(index % half) / half);
  });
  return { cosines: Float32Array.from(angles, Math.cos), sines: Float32Array.from(angles, Math.sin) };
}

/**
 * Turns each head of one token's vector in place; channel i pairs with channel i + half.
 *
 * @param vector The array that holds the token's heads from `offset` on: [heads · head width].
 */
export function rotate(
  vector: Float32Array,
  offset: number,
  position: number,
  config: TransformerConfig,
  { cosines, sines }: RotaryTable,
): void {
  const width = headWidth(config);
  const half = width / 2;
  for (let head = offset; head < offset + config.width; head += width) {
    for (let i = 0; i < half; i++) {
      const cosine = cosines[position * half + i]!;
      const sine = sines[position * half + i]!;
      const first = vector[head + i]!;
      const second = vector[head + half + i]!;
      vector[head + i] = first * cosine - second * sine;
      vector[head + half + i] = second * cosine + first * sine;
    }
  }
}
