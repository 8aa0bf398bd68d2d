/** Where the plots draw what they are given, in figures. */
import { assertEquals } from "@std/assert";
import { renderToString } from "preact-render-to-string";
import { LinePlot, type LinePlotProps } from "@/lib/ui/plot/line_plot.tsx";
import { NetworkDrawing } from "@/lib/ui/plot/network_drawing.tsx";
import { XAxis, YAxis } from "@/lib/ui/plot/plot_axes.tsx";
import { ScatterPlot, type ScatterPoint } from "@/lib/ui/plot/scatter_plot.tsx";
import { bodyOf } from "@/tests/fixtures/document_of.ts";

/** Attributes of each element that a selector finds. */
function attributes(body: HTMLElement, selector: string, ...names: string[]): (string | null)[][] {
  return [...body.querySelectorAll(selector)].map((each) => names.map((name) => each.getAttribute(name)));
}

/** A scatter plot of points with the label "ab". */
function scatter(...points: readonly (readonly [x: number, y: number, marked?: boolean])[]): HTMLElement {
  const all: ScatterPoint[] = points.map(([x, y, marked = false], key) => ({
    key,
    label: "ab",
    x,
    y,
    marked,
  }));
  return bodyOf(renderToString(<ScatterPlot title="map" points={all} />));
}

Deno.test("a scatter plot has one scale for both directions, the points in its middle", () => {
  const places = (...points: (readonly [number, number])[]) =>
    attributes(scatter(...points), "circle", "cx", "cy");
  // 260 wide and 180 high without the margins: here the width decides, and then the height.
  assertEquals(places([0, 0], [4, 1]), [["40.0", "162.5"], ["300.0", "97.5"]]);
  assertEquals(places([1, 2], [2, 5]), [["140.0", "220.0"], ["200.0", "40.0"]]);
  assertEquals(places([7, 3]), [["170.0", "130.0"]]);
});

Deno.test("a scatter plot's scale is that of the points that are finite in both directions", () => {
  const [, , ...finite] = attributes(scatter([NaN, 9], [9, Infinity], [0, 0], [4, 1]), "circle", "cx", "cy");
  assertEquals(finite, [["40.0", "162.5"], ["300.0", "97.5"]]);
});

Deno.test("of two labels that want one place the marked point's has it", () => {
  // A label of two letters is 20.8 wide.
  assertEquals(attributes(scatter([1, 1], [1, 1, true]), "text", "x", "y"), [
    ["144.2", "134.5"],
    ["175.0", "134.5"],
  ]);
});

const SCALE = { min: 0, max: 100, log: false, format: String };

Deno.test("figures at the ends of an axis do not stand out of it", () => {
  const axis = bodyOf(renderToString(<XAxis scale={{ ...SCALE, ticks: [2, 4, 96, 98] }} />));
  assertEquals(attributes(axis, "text", "x", "text-anchor"), [
    ["2%", "start"],
    ["4%", "middle"],
    ["96%", "middle"],
    ["98%", "end"],
  ]);
  const upright = bodyOf(renderToString(<YAxis scale={{ ...SCALE, ticks: [0, 25] }} height={200} />));
  assertEquals(attributes(upright, "text", "y"), [["100%"], ["75%"]]);
});

/** A plot whose axes go from 0 to 10. */
function plot(series: LinePlotProps["series"], rest: Partial<LinePlotProps> = {}): HTMLElement {
  const [x, y] = [{ label: "step", min: 0, max: 10 }, { label: "loss", unit: "nats", min: 0, max: 10 }];
  return bodyOf(renderToString(<LinePlot title="Loss" x={x} y={y} series={series} height={200} {...rest} />));
}

const LINE = { label: "a", points: [[0, 10], [5, 2], [10, 5]] } as const;

Deno.test("a line plot draws upward from its lower left corner, a truth apart from what was measured", () => {
  const body = plot([LINE, { label: "b", points: [[0, 0], [2.5, 1]], truth: true }]);
  assertEquals(attributes(body, "path", "class", "d"), [
    ["plot-line plot-line-0", "M0 0L500 800L1000 500"],
    ["plot-truth", "M0 1000L250 900"],
  ]);
  assertEquals(attributes(body, ".plot-grid line", "x1", "y1").slice(5, 7), [["0", "0%"], ["0%", "0"]]);
});

Deno.test("a line's name stands above its last finite value, inside the plot and above the lowest line", () => {
  const heights = (...values: number[]) =>
    attributes(
      plot(values.map((value, at) => ({ label: `${at}`, points: [[0, 1], [9, value]] }))),
      ".plot-label",
      "y",
    ).flat().map(Number);
  assertEquals(heights(5, 7.5), [95, 45]);
  assertEquals(heights(10, 0), [12, 195], "the upper and the lower edge");
  assertEquals(heights(5, 5), [78, 95], "17 apart, none below the line");
  assertEquals(heights(NaN), [175], "its last finite value");
});

Deno.test("a place that is set is marked on each line that is there", () => {
  const body = plot([LINE, { label: "b", points: [[0, 0], [2, 1]] }], { now: 2.5 });
  assertEquals(attributes(body, ".crosshair", "x1"), [["25%"]]);
  assertEquals(attributes(body, ".plot-knob", "cx", "cy"), [["25%", "40%"]]);
  assertEquals(attributes(plot([LINE], { now: 0 }), ".crosshair", "x1"), [["0%"]]);
  assertEquals(attributes(plot([LINE]), ".crosshair", "x1"), []);
});

Deno.test("a plot is read where it was measured, not where only its truth has points; without a second place not at all", () => {
  const read = (...series: LinePlotProps["series"]) =>
    attributes(plot(series, { reads: true }), "input", "max", "value", "aria-valuetext");
  const truth = { label: "b", points: [[0, 0], [1, 1], [2, 2], [10, 4]], truth: true } as const;
  assertEquals(read(LINE, truth), [["2", "2", "step 10: a 5.000 nats, b 4.000 nats"]]);
  assertEquals(read(truth), [["3", "3", "step 10: b 4.000 nats"]]);
  assertEquals(read({ label: "c", points: [[1, 2]] }), []);
});

Deno.test("a network's layers stand side by side, each as high as its units", () => {
  const units = (count: number) => Array.from({ length: count }, (_, at) => ({ label: `${at}`, value: at }));
  const layers = [
    { title: "in", size: "3", units: units(3), omitted: 0 },
    { title: "out", size: "9", units: units(5), omitted: 4 },
  ];
  const body = bodyOf(
    renderToString(<NetworkDrawing title="net" layers={layers} between={["weights\n3 × 9"]} lit={[1]} />),
  );
  assertEquals(attributes(body, ".scroll svg", "viewBox"), [["0 0 370 142"]]);
  assertEquals(attributes(body, ".layer-box", "x", "y", "height"), [["0", "38", "54"], ["220", "38", "82"]]);
  assertEquals(attributes(body, ".layer", "class"), [["layer"], ["layer lit"]]);
  assertEquals(attributes(body, ".unit-hit", "y").flat().slice(3), ["44", "58", "72", "86", "100"]);
  const more = [...body.querySelectorAll("text")].filter(({ textContent }) => /more$/.test(textContent));
  assertEquals(more.map((each) => [each.textContent, each.getAttribute("y")]), [["and 4 more", "134"]]);
  assertEquals(attributes(body, ".between path", "d"), [["M156 84H212m-6 -4l6 4l-6 4"]]);
  assertEquals(attributes(body, ".between text", "x", "y"), [["185", "102"], ["185", "116"]]);
});
