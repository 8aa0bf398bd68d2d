/**
 * Root mean square normalization (Zhang and Sennrich 2019): `y = x / √(mean(x²) + ε) · weight`.
 *
 * @param x [tokens, width].
 * @param weight [width].
 * @param out [tokens, width], overwritten; may be `x` itself.
 */
export function rmsNorm(
  x: Float32Array,
  weight: Float32Array,
  epsilon: number,
  tokens: number,
  out: Float32Array,
): void {
  const width = weight.length;
  for (let from = 0; from < tokens * width; from += width) {
    let squares = 0;
    for (let i = 0; i < width; i++) squares += x[from + i]! ** 2;
    const scale = 1 / Math.sqrt(squares / width + epsilon);
    for (let i = 0; i < width; i++) out[from + i] = x[from + i]! * scale * weight[i]!;
  }
}
