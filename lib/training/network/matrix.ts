/** Numbers of a matrix in float32, row after row. */
export type Matrix = Float32Array<ArrayBuffer>;

/** Sizes of a product: `rows` × `inner` with `inner` × `columns`. */
interface ProductSize {
  readonly rows: number;
  readonly inner: number;
  readonly columns: number;
}

/** input · weightᵀ + bias, as PyTorch's `Linear`: input rows×inner, weight columns×inner. */
export function affine(
  input: Matrix,
  weight: Matrix,
  bias: Matrix,
  { rows, inner, columns }: ProductSize,
): Matrix {
  const result = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    const start = row * inner;
    for (let column = 0; column < columns; column++) {
      const from = column * inner;
      let sum = 0;
      for (let k = 0; k < inner; k++) sum += input[start + k]! * weight[from + k]!;
      result[row * columns + column] = sum + bias[column]!;
    }
  }
  return result;
}

/** left · right: left rows×inner, right inner×columns. Sums are kept in double precision. */
export function weightedSum(left: Matrix, right: Matrix, { rows, inner, columns }: ProductSize): Matrix {
  const result = new Float32Array(rows * columns);
  const sums = new Float64Array(columns);
  for (let row = 0; row < rows; row++) {
    sums.fill(0);
    for (let k = 0; k < inner; k++) {
      const factor = left[row * inner + k]!;
      if (factor === 0) continue;
      for (let column = 0; column < columns; column++) sums[column]! += factor * right[k * columns + column]!;
    }
    result.set(sums, row * columns);
  }
  return result;
}

/** leftᵀ · right: left rows×inner, right rows×columns; the result is inner×columns. */
export function productWithTransposed(
  left: Matrix,
  right: Matrix,
  { rows, inner, columns }: ProductSize,
): Matrix {
  const sums = new Float64Array(inner * columns);
  for (let row = 0; row < rows; row++) {
    for (let k = 0; k < inner; k++) {
      const factor = left[row * inner + k]!;
      if (factor === 0) continue;
      for (let column = 0; column < columns; column++) {
        sums[k * columns + column]! += factor * right[row * columns + column]!;
      }
    }
  }
  return Float32Array.from(sums);
}

/** The sum of a matrix' rows. */
export function sumRows(matrix: Matrix, columns: number): Matrix {
  const sums = new Float64Array(columns);
  for (let i = 0; i < matrix.length; i++) sums[i % columns]! += matrix[i]!;
  return Float32Array.from(sums);
}
