import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { numberText } from "@/lib/lm/number_text.ts";

Deno.test("numberText() writes what the browser's own English does, with and without separators", () => {
  const near = fc.double({ min: -2000, max: 2000, noNaN: true });
  const far = fc.double({ min: -1e15, max: 1e15, noNaN: true });
  const halves = fc.integer({ min: -20_000, max: 20_000 }).map((value) => value / 16);
  fc.assert(fc.property(fc.oneof(near, far, halves), fc.integer({ min: 0, max: 6 }), (value, decimals) => {
    const format = new Intl.NumberFormat("en-US", {
      minimumFractionDigits: decimals,
      maximumFractionDigits: decimals,
    });
    // A negative zero has no sign here.
    assertEquals(numberText(value, decimals), format.format(value === 0 ? 0 : value));
  }));
});

Deno.test("numberText() at the first separator", () => {
  const texts = [999.4999, 999.5, -999.5, 1000].map((value) => numberText(value));
  assertEquals(texts, ["999", "1,000", "-1,000", "1,000"]);
  assertEquals([numberText(999.996, 2), numberText(999.5, 1)], ["1,000.00", "999.5"]);
});
