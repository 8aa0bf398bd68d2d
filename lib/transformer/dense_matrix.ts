/**
 * A matrix of float32 weights, and its product with token vectors.
 *
 * @module
 */

/** A matrix in row-major order: `data[row · columns + column]`. */
export interface DenseMatrix {
  readonly rows: number;
  readonly columns: number;
  readonly data: Float32Array;
}

/**
 * `out[t][r] = Σ_c matrix[r][c] · x[t][c]`. Four tokens at a time share one pass over the matrix, because reading the
 * weights costs more than using them.
 *
 * @param matrix [rows, columns].
 * @param x [tokens, columns].
 * @param out [tokens, rows], overwritten.
 */
export function multiplyDense(
  { rows, columns, data }: DenseMatrix,
  x: Float32Array,
  tokens: number,
  out: Float32Array,
): void {
  let token = 0;
  for (; token + 4 <= tokens; token += 4) {
    for (let row = 0; row < rows; row++) {
      dotFour(data, row * columns, columns, x, token, out, token * rows + row, rows);
    }
  }
  for (; token < tokens; token++) {
    for (let row = 0; row < rows; row++) {
      out[token * rows + row] = dot(data, row * columns, columns, x, token * columns);
    }
  }
}

/** The product of a row of weights, from `at` on, with one vector, from `from` on. */
export function dot(
  weights: Float32Array,
  at: number,
  columns: number,
  x: Float32Array,
  from: number,
): number {
  let a = 0, b = 0, c = 0, d = 0;
  const whole = at + columns - columns % 4;
  let w = at, i = from;
  for (; w < whole; w += 4, i += 4) {
    a += weights[w]! * x[i]!;
    b += weights[w + 1]! * x[i + 1]!;
    c += weights[w + 2]! * x[i + 2]!;
    d += weights[w + 3]! * x[i + 3]!;
  }
  for (; w < at + columns; w++, i++) a += weights[w]! * x[i]!;
  return a + b + (c + d);
}

/** The products of a row of weights with four tokens' vectors, to `out[o]`, `out[o + stride]` and so on. */
export function dotFour(
  weights: Float32Array,
  at: number,
  columns: number,
  x: Float32Array,
  token: number,
  out: Float32Array,
  o: number,
  stride: number,
): void {
  const x0 = token * columns, x1 = x0 + columns, x2 = x1 + columns, x3 = x2 + columns;
  let a = 0, b = 0, c = 0, d = 0;
  for (let i = 0; i < columns; i++) {
    const weight = weights[at + i]!;
    a += weight * x[x0 + i]!;
    b += weight * x[x1 + i]!;
    c += weight * x[x2 + i]!;
    d += weight * x[x3 + i]!;
  }
  out[o] = a;
  out[o + stride] = b;
  out[o + 2 * stride] = c;
  out[o + 3 * stride] = d;
}
