import { assertEquals } from "@std/assert";
import { renderToString } from "preact-render-to-string";
import { NetworkDrawing } from "@/lib/ui/plot/network_drawing.tsx";
import { bodyOf } from "@/tests/fixtures/document_of.ts";

/** Where each value's bar begins, from its middle, and how long it is. */
function bars(...values: number[]): [number, number][] {
  const units = values.map((value) => ({ label: "unit", value }));
  const layer = { title: "layer", size: "2", units, omitted: 0 };
  const svg = bodyOf(renderToString(<NetworkDrawing title="net" layers={[layer]} between={[]} lit={[0]} />));
  return [...svg.querySelectorAll(".unit")].map((unit) => {
    const number = (selector: string, name: string) =>
      Number(unit.querySelector(selector)!.getAttribute(name));
    return [number(".unit-bar", "x") - number("line", "x1"), number(".unit-bar", "width")];
  });
}

Deno.test("a unit's bar is its share of the greatest value, to the right, or to the left where it is negative", () => {
  assertEquals(bars(2, 1, -1, 0), [[0, 30], [0, 15], [-15, 15], [0, 0]]);
});

Deno.test("values that are all nothing, or not finite, have bars that can be drawn", () => {
  assertEquals(bars(0, 0), [[0, 0], [0, 0]]);
  assertEquals(bars(1, Infinity, -Infinity, NaN), [[0, 30], [0, 30], [-30, 30], [0, 0]]);
});
