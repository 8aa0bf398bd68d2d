/**
 * A weight matrix and its product with a few token vectors: nearly all the work of a Transformer is here.
 *
 * @module
 */

/** A matrix in row-major order: `data[row · columns + column]`. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly data: Float32Array;
}

/** The same matrix, cut after so many rows; it shares the data. */
export function firstRows({ columns, data }: Matrix, rows: number): Matrix {
  return { rows, columns, data: data.subarray(0, rows * columns) };
}

/**
 * Multiplies token vectors by a matrix: `out[t][r] = Σ_c matrix[r][c] · x[t][c]`.
 *
 * Four tokens at a time share one pass over the matrix, because reading the weights costs more than using them.
 *
 * @param matrix [rows, columns].
 * @param x [tokens, columns].
 * @param out [tokens, rows], overwritten.
 */
export function multiply(matrix: Matrix, x: Float32Array, tokens: number, out: Float32Array): void {
  let token = 0;
  for (; token + 4 <= tokens; token += 4) multiplyFour(matrix, x, token, out);
  for (; token < tokens; token++) multiplyOne(matrix, x, token, out);
}

function multiplyOne(
  { rows, columns, data }: Matrix,
  x: Float32Array,
  token: number,
  out: Float32Array,
): void {
  const from = token * columns;
  for (let row = 0, w = 0; row < rows; row++) {
    let a = 0, b = 0, c = 0, d = 0;
    for (let i = from; i < from + columns; i += 4, w += 4) {
      a += data[w]! * x[i]!;
      b += data[w + 1]! * x[i + 1]!;
      c += data[w + 2]! * x[i + 2]!;
      d += data[w + 3]! * x[i + 3]!;
    }
    out[token * rows + row] = a + b + (c + d);
  }
}

function multiplyFour(
  { rows, columns, data }: Matrix,
  x: Float32Array,
  token: number,
  out: Float32Array,
): void {
  const x0 = token * columns, x1 = x0 + columns, x2 = x1 + columns, x3 = x2 + columns;
  for (let row = 0; row < rows; row++) {
    const w = row * columns;
    let a = 0, b = 0, c = 0, d = 0;
    for (let i = 0; i < columns; i++) {
      const weight = data[w + i]!;
      a += weight * x[x0 + i]!;
      b += weight * x[x1 + i]!;
      c += weight * x[x2 + i]!;
      d += weight * x[x3 + i]!;
    }
    const o = token * rows + row;
    out[o] = a;
    out[o + rows] = b;
    out[o + 2 * rows] = c;
    out[o + 3 * rows] = d;
  }
}
