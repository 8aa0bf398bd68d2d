/** The map of words, point by point: which way it is turned, and how much of the spread it shows. */
import { assertAlmostEquals, assertEquals } from "@std/assert";
import { principalPlane } from "@/lib/training/network/pca.ts";

function pointsOf(rows: readonly (readonly number[])[]): number[][] {
  const { points } = principalPlane(Float32Array.from(rows.flat()), rows[0]!.length);
  return points.map((point) => point.map((value) => Math.round(value * 1000) / 1000 + 0));
}

Deno.test("principalPlane() puts the first point outside of the middle third at the right and at the top", () => {
  assertEquals(pointsOf([[-3, 0], [3, 0], [0, 1], [0, -1]]), [[3, 0], [-3, 0], [0, 1], [0, -1]]);
  assertEquals(pointsOf([[3, 0], [-3, 0], [0, -1], [0, 1]]), [[3, 0], [-3, 0], [0, 1], [0, -1]]);
  // A point in the middle third does not turn it: the second one does.
  assertEquals(pointsOf([[0.5, 0], [-3, 0], [3, 0], [-0.5, 0], [0, 1], [0, -1]]).slice(0, 2), [[-0.5, 0], [
    3,
    0,
  ]]);
});

Deno.test("principalPlane() shows the share of the two greatest variances, and keeps the way it was turned", () => {
  const rows = Float32Array.of(3, 0, 0, -3, 0, 0, 0, 2, 0, 0, -2, 0, 0, 0, 1, 0, 0, -1);
  const first = principalPlane(rows, 3);
  assertAlmostEquals(first.shown, 13 / 14, 1e-6);
  const mirrored = principalPlane(rows.map((value) => -value), 3, first.axes);
  assertEquals(mirrored.points.map(([x]) => Math.round(x)), [-3, 3, 0, 0, 0, 0]);
});

Deno.test("principalPlane() gives the axes as they were turned: each by its own sign", () => {
  // The first point outside of the middle third is at the left, and for the second direction at the top.
  const { axes, points } = principalPlane(Float32Array.of(-3, 0, 3, 0, 0, 1, 0, -1), 2);
  assertEquals(points.map(([x, y]) => [Math.round(x), Math.round(y)].map((value) => value + 0)), [
    [3, 0],
    [-3, 0],
    [0, 1],
    [0, -1],
  ]);
  assertEquals(axes.map((axis) => [...axis].map((value) => Math.round(value) + 0)), [[-1, 0], [0, 1]]);
  const upside = principalPlane(Float32Array.of(3, 0, -3, 0, 0, -1, 0, 1), 2).axes;
  assertEquals(upside.map((axis) => [...axis].map((value) => Math.round(value) + 0)), [[1, 0], [0, -1]]);
});

Deno.test("principalPlane() shows all of points on a line or in one place, and the middle of the others", () => {
  const line = principalPlane(Float32Array.of(1, 1, 2, 2, 6, 6), 2);
  assertAlmostEquals(line.shown, 1, 1e-9);
  line.points.forEach(([x, y], i) => {
    assertAlmostEquals(Math.abs(x), Math.SQRT2 * [2, 1, 3][i]!, 1e-6);
    assertAlmostEquals(y, 0, 1e-6);
  });
  const place = principalPlane(Float32Array.of(4, 5, 4, 5), 2);
  assertEquals([place.shown, place.points.map(([x, y]) => [x + 0, y + 0])], [1, [[0, 0], [0, 0]]]);
});
