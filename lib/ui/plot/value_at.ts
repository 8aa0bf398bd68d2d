/**
 * A line's value at `x`: between two points on the straight line between them.
 *
 * @param points By rising x.
 * @returns Null outside of the points, and where a neighbor is not finite.
 */
export function valueAt(points: readonly (readonly [x: number, y: number])[], x: number): number | null {
  const right = points.findIndex(([px]) => px >= x);
  if (right < 0) return null;
  const [x1, y1] = points[right]!;
  if (x1 === x) return Number.isFinite(y1) ? y1 : null;
  if (right === 0) return null;
  const [x0, y0] = points[right - 1]!;
  const value = y0 + (y1 - y0) * (x - x0) / (x1 - x0);
  return Number.isFinite(value) ? value : null;
}
