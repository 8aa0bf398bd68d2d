/** Where labels stand and what a line reads, in figures. */
import { assertEquals } from "@std/assert";
import { placeLabels } from "@/lib/ui/plot/place_labels.ts";
import { type LabeledPoint, placePointLabels } from "@/lib/ui/plot/place_point_labels.ts";
import { valueAt } from "@/lib/ui/plot/value_at.ts";

Deno.test("placeLabels() moves two that collide by half each, and no third", () => {
  assertEquals(placeLabels([10, 12, 50], 6, 0, 100), [8, 14, 50]);
  assertEquals(placeLabels([50, 12, 10], 6, 0, 100), [50, 14, 8], "in any order");
  assertEquals(placeLabels([10, 16], 6, 0, 100), [10, 16], "so far apart that they touch");
});

Deno.test("placeLabels() keeps labels between the ends, closer together where there is no room", () => {
  assertEquals([placeLabels([150], 20, 7, 90), placeLabels([-5], 20, 7, 90)], [[90], [7]]);
  assertEquals(placeLabels([97, 98], 20, 0, 100), [80, 100]);
  assertEquals(placeLabels([0, 0, 0], 60, 10, 110), [10, 60, 110]);
  assertEquals(placeLabels([3, 4], 10, 50, 20), [20, 20], "no room at all");
});

Deno.test("valueAt() weighs the two neighbors by their distance", () => {
  const line = [[2, 10], [6, 30], [8, 0]] as const;
  assertEquals([2, 3, 5, 6, 6.5, 8].map((x) => valueAt(line, x)), [10, 15, 25, 30, 22.5, 0]);
  assertEquals([1.9, 8.1].map((x) => valueAt(line, x)), [null, null]);
});

Deno.test("valueAt() reads nothing beside a gap on either side, nor in it", () => {
  const line = [[0, 1], [1, NaN], [2, 3]] as const;
  assertEquals([0, 0.5, 1, 1.5, 2].map((x) => valueAt(line, x)), [1, null, null, null, 3]);
});

Deno.test("placePointLabels() tries right, left, above, below, and then the corners", () => {
  const size = { width: 20, height: 10 };
  const point = { x: 50, y: 50, ...size };
  // Each stands in the way of one place more.
  const others = [[78, 50], [22, 50], [50, 39], [50, 61], [70, 40], [70, 60], [30, 40], [30, 60]] as const;
  const found = Array.from({ length: 9 }, (_, count) => {
    const obstacles = others.slice(0, count).map(([x, y]) => ({ x, y, ...size }));
    const place = placePointLabels([point, ...obstacles], { width: 100, height: 100 })[0]!;
    return place && [place.x, place.y];
  });
  assertEquals(found, [
    [55, 45],
    [25, 45],
    [40, 35],
    [40, 55],
    [55, 35],
    [55, 55],
    [25, 35],
    [25, 55],
    null,
  ]);
});

Deno.test("placePointLabels() lets a label touch a point, another label and the edge, and no more", () => {
  const area = { width: 100, height: 100 };
  const first = (...points: LabeledPoint[]) => placePointLabels(points, area)[0]?.x ?? null;
  const at = (x: number, y: number, width = 20, height = 10) => ({ x, y, width, height });
  assertEquals([first(at(50, 50), at(79, 50)), first(at(50, 50), at(78, 50))], [55, 25]);
  assertEquals([first(at(75, 50)), first(at(76, 50))], [80, 51], "the right edge");
  // Too long for every other place, it has the left one down to the edge itself.
  assertEquals([first(at(76, 50, 71)), first(at(76, 50, 72))], [0, null]);
  assertEquals([first(at(50, 5)), first(at(50, 4))], [55, 40], "the upper edge: below instead");
  assertEquals([first(at(50, 95)), first(at(50, 96))], [55, 40], "the lower edge: above instead");
});
