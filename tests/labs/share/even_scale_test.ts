import { assertEquals } from "@std/assert";
import { scaledPath } from "@/lib/labs/share/svg/even_scale.ts";

Deno.test("scaledPath() scales the points of straight lines, and leaves what it does not know", () => {
  assertEquals(scaledPath("M0 1000L500 -2.5e1L1000 1e-7", 0.5, 0.1), "M0 100L250 -2.5L500 0");
  assertEquals(scaledPath("M1 2L3 4Z", 2, 1), "M2 2L6 4Z");
  assertEquals(scaledPath("M1,2L3-4", 2, 10), "M2,20L6-40", "separated by a comma, or by a sign alone");
  assertEquals(scaledPath("M0 0C1 1 2 2 3 3", 2, 2), null);
});
