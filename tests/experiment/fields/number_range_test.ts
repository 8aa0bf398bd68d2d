import { assertEquals } from "@std/assert";
import { numberField } from "@/lib/experiment/fields/field.ts";

Deno.test("a number out of range is told the range as it is, a small limit too", () => {
  assertEquals(numberField(1, 1e-9, 1e9).check(0), "is not between 1e-9 and 1,000,000,000");
  assertEquals(numberField(1, 0, 1000).check(-1), "is not between 0 and 1,000");
  assertEquals(numberField(1, Number.MIN_VALUE, 1e9).check(0), "is not above 0 and at most 1,000,000,000");
});
