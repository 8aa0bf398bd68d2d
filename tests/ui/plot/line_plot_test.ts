/** What a line plot shows of places that are counts, and of a line that its title names. */
import { assert, assertEquals } from "@std/assert";
import { h } from "preact";
import { renderToString } from "preact-render-to-string";
import { scaleOf } from "@/lib/ui/plot/axis.ts";
import { HeatMap } from "@/lib/ui/plot/heat_map.tsx";
import { LinePlot } from "@/lib/ui/plot/line_plot.tsx";
import { documentOf } from "@/tests/fixtures/document_of.ts";

Deno.test("an axis of whole numbers has no tick between two of them", () => {
  assertEquals(scaleOf({ label: "token" }, [1, 4]).ticks.length, 7);
  assertEquals(scaleOf({ label: "token", whole: true }, [1, 4]).ticks, [1, 2, 3, 4]);
  assertEquals(scaleOf({ label: "token", whole: true }, [1, 60]).ticks, [10, 20, 30, 40, 50, 60]);
});

Deno.test("a line that the title names has no label at its end; a place is read by its name", () => {
  const plot = (labels: boolean) =>
    documentOf(renderToString(h(LinePlot, {
      title: "Surprise",
      x: { label: "token" },
      y: { label: "surprise", unit: "bits" },
      series: [{ label: "parcel-gpt", points: [[1, 2], [2, 3]] }],
      reads: true,
      labels,
      placeName: (x) => `token ${x}, left`,
    })));
  const [without, with_] = [plot(false), plot(true)].map((page) =>
    page.querySelectorAll(".plot-label").length
  );
  assertEquals([without, with_], [0, 1]);
  const [read] = [...plot(false).querySelectorAll("[aria-valuetext]")];
  assert(read?.getAttribute("aria-valuetext")?.startsWith("token 2, left: parcel-gpt 3"), read?.outerHTML);
});

Deno.test("a heat map's narrow heads are read by their names", () => {
  const map = {
    title: "Attention",
    rowHead: "reads",
    columnHead: "is read",
    rows: ["The"],
    columns: ["1 The"],
  };
  const head = documentOf(renderToString(h(HeatMap, { ...map, heads: ["1"], value: () => 1 })))
    .querySelectorAll("thead th")[1]!;
  assertEquals([head.textContent, head.getAttribute("aria-label")], ["1", "1 The"]);
});
