import { assertEquals } from "@std/assert";
import { pathOf } from "@/lib/ui/plot/path_of.ts";

Deno.test("pathOf() goes through the points and breaks where one is not finite", () => {
  assertEquals(pathOf([[0, 1.5], [2, 3], [4, NaN], [5, 6], [Infinity, 7], [8, 9]]), "M0 1.5L2 3M5 6M8 9");
  assertEquals(pathOf([]), "");
});
