/** Pages write hundreds of figures at once: what writes them is made once, not once a figure. */
import { assertEquals } from "@std/assert";
import { formatCount, formatFigure } from "@/lib/ui/format.ts";

Deno.test("a thousand figures are written with one formatter a count of decimals", () => {
  const { NumberFormat } = Intl;
  const { toLocaleString } = Number.prototype;
  let made = 0;
  Intl.NumberFormat = new Proxy(NumberFormat, {
    construct: (target, args) => (made++, Reflect.construct(target, args)),
  });
  Number.prototype.toLocaleString = function (...args) {
    made++;
    return toLocaleString.apply(this, args);
  };
  try {
    for (let i = 0; i < 1000; i++) formatFigure(i / 7, 5);
    assertEquals([formatFigure(-1234.5, 1), formatCount(49_152), formatFigure(-0.001)], [
      "−1,234.5",
      "49,152",
      "0.00",
    ]);
  } finally {
    Object.assign(Intl, { NumberFormat });
    Number.prototype.toLocaleString = toLocaleString;
  }
  assertEquals(made <= 4, true, `${made} formatters`);
});
