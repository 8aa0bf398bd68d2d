import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { numberText } from "@/lib/lm/number_text.ts";

Deno.test("numberText() writes what the browser's own English does, with and without separators", () => {
  const near = fc.double({ min: -2000, max: 2000, noNaN: true });
  const far = fc.double({ min: -1e17, max: 1e17, noNaN: true });
  const tiny = fc.double({ min: -1e-5, max: 1e-5, noNaN: true });
  /** Short decimals, of which many lie halfway between two that are written. */
  const short = fc.tuple(fc.integer({ min: -4_000_000, max: 4_000_000 }), fc.integer({ min: 0, max: 12 }))
    .map(([digits, shift]) => Number(`${digits}e-${shift}`));
  const value = fc.oneof(near, far, tiny, short);
  fc.assert(
    fc.property(value, fc.integer({ min: 0, max: 6 }), (value, decimals) => {
      const format = new Intl.NumberFormat("en-US", {
        minimumFractionDigits: decimals,
        maximumFractionDigits: decimals,
      });
      // A negative zero has no sign here.
      assertEquals(numberText(value, decimals), format.format(value === 0 ? 0 : value));
    }),
    { numRuns: 3000 },
  );
});

Deno.test("numberText() rounds what is read, and writes a separator where one is due", () => {
  const texts = [999.4999, 999.5, -999.5, 1000, 8192, 1234567].map((value) => numberText(value));
  assertEquals(texts, ["999", "1,000", "-1,000", "1,000", "8,192", "1,234,567"]);
  assertEquals([numberText(5e-7, 6), numberText(4e-7, 6)], ["0.000001", "0.000000"]);
  assertEquals([numberText(999.996, 2), numberText(1.005, 2), numberText(-0.15, 1)], [
    "1,000.00",
    "1.01",
    "-0.2",
  ]);
});
