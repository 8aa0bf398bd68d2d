import { assertEquals } from "@std/assert";
import { shift } from "@/lib/lm/loss/shift.ts";

Deno.test("shift() moves targets one to the left", () => {
  assertEquals(shift([0, 1, 2, 3, 4]), { inputs: [0, 1, 2, 3], targets: [1, 2, 3, 4] });
  assertEquals(shift(["<bos>"]), { inputs: [], targets: [] });
});
