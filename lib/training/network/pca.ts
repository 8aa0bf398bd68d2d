/**
 * The two directions along which some points spread most (principal components), by power iteration.
 *
 * @module
 */

/** Two directions of unit length. */
export type PlaneAxes = readonly [Float64Array, Float64Array];

/** Points in the plane, and the directions that they were laid along. */
interface PlaneView {
  readonly points: readonly (readonly [x: number, y: number])[];
  readonly axes: PlaneAxes;
  /** Share of the points' variance that the plane shows, 0 to 1. */
  readonly shown: number;
}

const ITERATIONS = 60;

/** A variance of at most this part of all of it is rounding of float32 coordinates. */
const ROUNDING = 1e-12;

/**
 * Lays points into the plane of their two greatest variances.
 *
 * @param rows Coordinates, `width` a point.
 * @param before Directions of the last view: the new ones keep their orientation, so that points glide.
 */
export function principalPlane(
  rows: Float32Array,
  width: number,
  before: PlaneAxes | null = null,
): PlaneView {
  const centered = center(rows, width);
  const covariance = covarianceOf(centered, width);
  const first = powerIteration(covariance, width, before?.[0] ?? unit(width, 0), null);
  const second = powerIteration(covariance, width, before?.[1] ?? unit(width, 1), first);
  const axes: PlaneAxes = [first, second];
  const coordinates = Array.from({ length: rows.length / width }, (_, row) => {
    const point = centered.subarray(row * width, (row + 1) * width);
    return [dot(point, first), dot(point, second)] as const;
  });
  // A view without one before it is turned so that runs can be laid side by side: the first point that is not in
  // the middle stands at the right, and at the top.
  const signs = before ? [1, 1] as const : [signOf(coordinates, 0), signOf(coordinates, 1)] as const;
  const turned: PlaneAxes = [first.map((value) => value * signs[0]), second.map((value) => value * signs[1])];
  const points = coordinates.map(([x, y]) => [x * signs[0], y * signs[1]] as const);
  const total = trace(covariance, width);
  const shown = axes.reduce((sum, axis) => sum + dot(axis, multiply(covariance, axis, width)), 0);
  return { points, axes: turned, shown: total > 0 ? Math.min(1, shown / total) : 1 };
}

/** The sign that puts the first point outside of the middle third on the positive side. */
function signOf(points: readonly (readonly [number, number])[], direction: 0 | 1): 1 | -1 {
  const farthest = points.reduce((most, point) => Math.max(most, Math.abs(point[direction])), 0);
  const first = points.find((point) => Math.abs(point[direction]) > farthest / 3);
  return first !== undefined && first[direction] < 0 ? -1 : 1;
}

function center(rows: Float32Array, width: number): Float64Array {
  const means = new Float64Array(width);
  for (let i = 0; i < rows.length; i++) means[i % width]! += rows[i]! / (rows.length / width);
  return Float64Array.from(rows, (value, i) => value - means[i % width]!);
}

function covarianceOf(rows: Float64Array, width: number): Float64Array {
  const covariance = new Float64Array(width * width);
  for (let start = 0; start < rows.length; start += width) {
    for (let i = 0; i < width; i++) {
      for (let j = 0; j < width; j++) covariance[i * width + j]! += rows[start + i]! * rows[start + j]!;
    }
  }
  return covariance;
}

function trace(matrix: Float64Array, width: number): number {
  let sum = 0;
  for (let i = 0; i < width; i++) sum += matrix[i * width + i]!;
  return sum;
}

function unit(width: number, index: number): Float64Array {
  return Float64Array.from({ length: width }, (_, i) => i === index ? 1 : 1 / (i + 3));
}

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

function multiply(matrix: Float64Array, vector: Float64Array, width: number): Float64Array {
  return vector.map((_, row) => dot(matrix.subarray(row * width, (row + 1) * width), vector));
}

/** The greatest direction that is orthogonal to `other`; zeros where there is none left. */
function powerIteration(
  matrix: Float64Array,
  width: number,
  start: Float64Array,
  other: Float64Array | null,
): Float64Array {
  // What is left of points on a line is rounding, which is no direction.
  const least = ROUNDING * trace(matrix, width);
  let axis = orthogonal(start, other, 0);
  for (let i = 0; i < ITERATIONS; i++) axis = orthogonal(multiply(matrix, axis, width), other, least);
  return dot(axis, start) < 0 ? axis.map((value) => -value) : axis;
}

/** Zeros where what is orthogonal to `other` is no longer than `least`. */
function orthogonal(vector: Float64Array, other: Float64Array | null, least: number): Float64Array {
  const along = other ? dot(vector, other) : 0;
  const rest = other ? vector.map((value, i) => value - along * other[i]!) : vector;
  const length = Math.sqrt(dot(rest, rest));
  return length > Math.max(least, 1e-30) ? rest.map((value) => value / length) : rest.map(() => 0);
}
