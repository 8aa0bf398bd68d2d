/** Products of small matrices by hand, with ones, zeros and negative numbers. */
import { assertEquals } from "@std/assert";
import { affine, productWithTransposed, sumRows, weightedSum } from "@/lib/training/network/matrix.ts";

const LEFT = Float32Array.of(1, 0, -2, 1, 1, 3);
const RIGHT = Float32Array.of(1, 2, 3, 4, 5, 6);

Deno.test("weightedSum() of 2×3 and 3×2", () => {
  const made = weightedSum(LEFT, RIGHT, { rows: 2, inner: 3, columns: 2 });
  assertEquals([...made], [1 - 10, 2 - 12, 1 + 3 + 15, 2 + 4 + 18]);
});

Deno.test("productWithTransposed() turns the left one: 2×3 and 2×2 give 3×2", () => {
  const made = productWithTransposed(LEFT, RIGHT.subarray(0, 4), { rows: 2, inner: 3, columns: 2 });
  assertEquals([...made], [1 + 3, 2 + 4, 0 + 3, 0 + 4, -2 + 9, -4 + 12]);
});

Deno.test("affine() multiplies by rows of the weights and adds the bias; sumRows() adds rows up", () => {
  const weight = Float32Array.of(1, 0, 2, -1, 1, 1);
  const made = affine(LEFT, weight, Float32Array.of(10, 20), { rows: 2, inner: 3, columns: 2 });
  assertEquals([...made], [1 - 4 + 10, -1 - 2 + 20, 1 + 6 + 10, -1 + 1 + 3 + 20]);
  assertEquals([...sumRows(LEFT, 3)], [2, 1, 1]);
});
