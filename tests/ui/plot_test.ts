/** What the plots compute: where labels stand and what a crosshair reads. */
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import fc from "fast-check";
import { placeLabels } from "@/lib/ui/plot/place_labels.ts";
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
