/** What the plots compute: where labels stand and what a crosshair reads. */
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import fc from "fast-check";
import { placeLabels } from "@/lib/ui/plot/place_labels.ts";
import { placePointLabels } from "@/lib/ui/plot/place_point_labels.ts";
import { principalPlane } from "@/lib/training/network/pca.ts";
import { valueAt } from "@/lib/ui/plot/value_at.ts";

Deno.test("placeLabels() leaves labels where they are while none covers another", () => {
  assertEquals(placeLabels([90, 10, 50], 15, 0, 100), [90, 10, 50]);
});

Deno.test("placeLabels() moves labels that collide apart, evenly around where they wanted to be", () => {
  assertEquals(placeLabels([50, 50], 20, 0, 100), [40, 60]);
  assertEquals(placeLabels([0, 0, 0], 20, 0, 100), [0, 20, 40]);
});

Deno.test("placeLabels() never lets labels collide or leave the plot, in any order", () => {
  const any = fc.array(fc.double({ min: -50, max: 250, noNaN: true }), { minLength: 1, maxLength: 12 });
  fc.assert(fc.property(any, (wanted) => {
    const placed = placeLabels(wanted, 15, 0, 200);
    const sorted = [...placed].sort((a, b) => a - b);
    assert(sorted.every((y, i) => i === 0 || y - sorted[i - 1]! >= 15 - 1e-9));
    assert(sorted.every((y) => y >= -1e-9 && y <= 200 + 1e-9));
    wanted.forEach((a, i) => wanted.forEach((b, j) => assert(a >= b || placed[i]! < placed[j]!)));
  }));
});

Deno.test("valueAt() reads a line between its points and nowhere else", () => {
  const line = [[0, 1], [10, 3], [20, NaN]] as const;
  assertEquals([valueAt(line, 0), valueAt(line, 10)], [1, 3]);
  assertAlmostEquals(valueAt(line, 5)!, 2);
  assertEquals([valueAt(line, -1), valueAt(line, 15), valueAt(line, 21)], [null, null, null]);
});

Deno.test("placePointLabels() covers neither another label nor a point, and leaves out what has no room", () => {
  const area = { width: 340, height: 260 };
  const spot = fc.record({
    x: fc.double({ min: 40, max: 300, noNaN: true }),
    y: fc.double({ min: 40, max: 220, noNaN: true }),
    width: fc.integer({ min: 8, max: 90 }),
    height: fc.constant(17),
  });
  fc.assert(fc.property(fc.array(spot, { minLength: 1, maxLength: 14 }), (points) => {
    const boxes = placePointLabels(points, area).flatMap((label, index) =>
      label ? [{ ...label, width: points[index]!.width, height: 17 }] : []
    );
    boxes.forEach((a, i) => {
      assert(a.x >= 0 && a.y >= 0 && a.x + a.width <= area.width && a.y + a.height <= area.height);
      boxes.slice(i + 1).forEach((b) =>
        assert(a.x >= b.x + b.width || b.x >= a.x + a.width || a.y >= b.y + b.height || b.y >= a.y + a.height)
      );
    });
  }));
  assertEquals(placePointLabels([{ x: 170, y: 130, width: 60, height: 17 }], area), [{ x: 175, y: 121.5 }]);
});

Deno.test("principalPlane() turns a map the same way whatever the run: mirrored weights give the same picture", () => {
  const rows = Float32Array.from([3, 1, -2, 0.5, 1, -1.5, -4, 2, 0.3, 2, -3.5, 1.9]);
  const mirrored = rows.map((value) => -value);
  const flat = (points: readonly (readonly [number, number])[]) => points.flat();
  const [a, b] = [flat(principalPlane(rows, 3).points), flat(principalPlane(mirrored, 3).points)];
  a.forEach((value, index) => assertAlmostEquals(value, b[index]!, 1e-6));
});
