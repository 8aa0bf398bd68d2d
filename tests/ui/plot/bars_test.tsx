/** Lengths of bars, steps of a heat map and rows of the tables, in figures. */
import { assertEquals } from "@std/assert";
import { renderToString } from "preact-render-to-string";
import { type Bar, BarChart } from "@/lib/ui/plot/bar_chart.tsx";
import { DataTable } from "@/lib/ui/plot/data_table.tsx";
import { HeatMap, type HeatMapProps, magnitudeLevel } from "@/lib/ui/plot/heat_map.tsx";
import { ProbabilityBar, type ProbabilityBarProps } from "@/lib/ui/plot/probability_bar.tsx";
import { TwinTable } from "@/lib/ui/plot/twin_table.tsx";
import { bodyOf } from "@/tests/fixtures/document_of.ts";

/** Place and size of each rectangle of a bar. */
function rectangles(props: ProbabilityBarProps): (string | null)[][] {
  return [...bodyOf(renderToString(<ProbabilityBar {...props} />)).querySelectorAll("rect")].map((rect) =>
    ["class", "x", "y", "width", "height"].map((name) => rect.getAttribute(name))
  );
}

Deno.test("a bar is as long as its share of what full length stands for, and no longer", () => {
  const length = (value: number, max?: number) =>
    rectangles(max === undefined ? { value } : { value, max })[0]![3];
  assertEquals([length(0.25), length(0.25, 0.5), length(0.123456789)], ["25%", "50%", "12.3457%"]);
  assertEquals([length(3, 2), length(-1), length(0)], ["100%", "0%", "0%"]);
});

Deno.test("a bar with another behind it is thinner, and a mark stands at its own place", () => {
  assertEquals(rectangles({ value: 0.25 }), [["bar-value", "0", "0", "25%", "14"]]);
  assertEquals(rectangles({ value: 0.25, behind: 0, mark: 0.5, height: 20 }), [
    ["bar-behind", "0", "0", "0%", "20"],
    ["bar-value", "0", "3", "25%", "14"],
    ["bar-mark", "50%", "0", "2", "20"],
  ]);
});

Deno.test("a chart's greatest bar or truth has full length, unless the chart says what has", () => {
  const lengths = (bars: readonly Omit<Bar, "key" | "label">[], max?: number) => {
    const all = bars.map((bar, key) => ({ key, label: `${key}`, ...bar }));
    const props = { title: "t", labelHead: "l", valueHead: "v", bars: all };
    const chart = <BarChart {...props} {...(max === undefined ? {} : { max })} />;
    return [...bodyOf(renderToString(chart)).querySelectorAll(".bar-value")].map((bar) =>
      bar.getAttribute("width")
    );
  };
  assertEquals(lengths([{ value: 0.2 }, { value: 0.5 }]), ["40%", "100%"]);
  assertEquals(lengths([{ value: 0.2, truth: 0.8 }, { value: Infinity }]), ["25%", "100%"]);
  assertEquals(lengths([{ value: 0.2 }], 2), ["10%"]);
  assertEquals(lengths([{ value: 0 }]), ["0%"]);
});

Deno.test("magnitudeLevel() is 0 for nothing alone, and 8 for the greatest", () => {
  const levels = [0, -1, NaN, 1e-9, 1, 1.01, 2, 7, 7.01, 8, 9].map((value) => magnitudeLevel(value, 8));
  assertEquals(levels, [0, 0, 0, 1, 1, 2, 2, 7, 8, 8, 8]);
});

const MAP: HeatMapProps = {
  title: "Counts",
  rowHead: "context",
  columnHead: "next",
  rows: ["a", "b"],
  columns: ["x", "y", "z"],
  value: (row, column) => [[0, 1, 3], [2, 20, 80]][row]![column]!,
};

/** Classes of a map's cells, row by row. */
function cells(props: Partial<HeatMapProps>): string[] {
  const body = bodyOf(renderToString(<HeatMap {...MAP} {...props} />));
  return [...body.querySelectorAll("td")].map((cell) => cell.className);
}

Deno.test("a heat map's darkest cell is its greatest; by ratio small counts are told apart", () => {
  assertEquals(cells({}), ["heat heat-0", ...[1, 1, 1, 2, 8].map((level) => `heat heat-${level}`)]);
  // log 2, 4, 3, 21 and 81, in eighths of log 81.
  assertEquals(cells({ log: true }), [
    "heat heat-0",
    ...[2, 3, 2, 6, 8].map((level) => `heat heat-${level}`),
  ]);
  assertEquals(cells({ max: 160 }).at(-1), "heat heat-4");
});

Deno.test("a heat map marks the one cell that is selected, and the tab reaches the row that is chosen", () => {
  const marked = cells({ selected: { row: 1, column: 2 } }).map((name) => name.endsWith(" selected"));
  assertEquals(marked, [false, false, false, false, false, true]);
  const tabs = (chosenRow: number | null) =>
    [
      ...bodyOf(renderToString(<HeatMap {...MAP} chosenRow={chosenRow} onRow={() => {}} />))
        .querySelectorAll(".row-head"),
    ].map((head) => [head.getAttribute("tabindex"), head.getAttribute("aria-pressed")].join(" "));
  assertEquals([tabs(null), tabs(1)], [["0 false", "-1 false"], ["-1 false", "0 true"]]);
});

Deno.test("a heat map writes nothing as 0 and everything else in its own format", () => {
  const body = bodyOf(renderToString(<HeatMap {...MAP} />));
  const text = [...body.querySelectorAll("td")].map((cell) => cell.textContent);
  assertEquals(text, ["0", "1.00", "3.00", "2.00", "20.00", "80.00"]);
  assertEquals(body.querySelectorAll("td")[5]!.getAttribute("title"), "b → z: 80");
});

Deno.test("the table under a plot leaves out the gaps of its lines, and nothing else", () => {
  const series = [{ label: "a", points: [[1, 2], [2, NaN], [3, Infinity]] as const }];
  const table = (
    <TwinTable title="t" x={{ label: "step" }} y={{ label: "loss", unit: "nats" }} series={series} />
  );
  const rows = [...bodyOf(renderToString(table)).querySelectorAll("tr")].map((row) =>
    [...row.children].map((cell) => cell.textContent).join(" ")
  );
  assertEquals(rows, ["Line step loss, nats", "a 1 2", "a 3 Infinity"]);
});

Deno.test("a table says that it is empty only while it is, and its first column heads the rows", () => {
  const columns = [
    { key: "name", label: "", cell: (row: string) => row },
    { key: "length", label: "Length", unit: "letters", numeric: true, cell: (row: string) => row.length },
  ];
  const body = (rows: readonly string[]) =>
    bodyOf(renderToString(<DataTable caption="c" columns={columns} rows={rows} empty="Nothing yet" />))
      .querySelector("tbody")!;
  assertEquals(body([]).innerHTML, '<tr><td colspan="2" class="quiet">Nothing yet</td></tr>');
  assertEquals(body(["ab"]).innerHTML, '<tr><th scope="row">ab</th><td class="num">2</td></tr>');
});
