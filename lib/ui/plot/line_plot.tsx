import { useSignal } from "@preact/signals";
import { formatMagnitude } from "@/lib/ui/format.ts";
import { type Axis, type Scale, scaleOf, shareOf } from "@/lib/ui/plot/axis.ts";
import { Crosshair } from "@/lib/ui/plot/crosshair.tsx";
import { pathOf } from "@/lib/ui/plot/path_of.ts";
import { percent } from "@/lib/ui/plot/percent.ts";
import { placeLabels } from "@/lib/ui/plot/place_labels.ts";
import { titleOf, XAxis, YAxis } from "@/lib/ui/plot/plot_axes.tsx";
import { TwinTable } from "@/lib/ui/plot/twin_table.tsx";
import { valueAt } from "@/lib/ui/plot/value_at.ts";

/** A line of a plot. */
export interface Series {
  readonly label: string;
  readonly points: readonly (readonly [x: number, y: number])[];
  /** Whether it is a known truth (a floor, a formula), drawn thin and dark over what was measured. */
  readonly truth?: boolean;
}

/** Props of {@linkcode LinePlot}. */
export interface LinePlotProps {
  readonly title: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly series: readonly Series[];
  /** Height of the plot area in pixels. Default 220. */
  readonly height?: number;
  /** Whether the figures stand in a table below; default true. False where the page has them in a table of its own. */
  readonly table?: boolean;
  /** Whether values are read with a crosshair: on pages where a script runs. */
  readonly reads?: boolean;
  /** The place of the page's own setting, drawn as a thin line; null for none. */
  readonly now?: number | null;
  /** Whether each line is named at its end; default true. False where the title names the only one. */
  readonly labels?: boolean;
  /** What a place is called when it is read; default the axis's label and the value. */
  readonly placeName?: (x: number) => string;
  /** Called where the crosshair is dragged or moved by a key. */
  readonly onChoose?: (x: number) => void;
}

interface Frame {
  readonly x: Scale;
  readonly y: Scale;
}

const SIZE = 1000;

function coordinate(share: number): number {
  return Number((share * SIZE).toFixed(2));
}

function lineOf(points: Series["points"], { x, y }: Frame): string {
  return pathOf(points.map(([px, py]) => [coordinate(shareOf(x, px)), coordinate(1 - shareOf(y, py))]));
}

function Grid({ x, y }: Frame) {
  return (
    <g class="plot-grid">
      {y.ticks.map((tick) => (
        <line
          key={`y${tick}`}
          x1="0"
          x2="100%"
          y1={percent(1 - shareOf(y, tick))}
          y2={percent(1 - shareOf(y, tick))}
        />
      ))}
      {x.ticks.map((tick) => (
        <line
          key={`x${tick}`}
          y1="0"
          y2="100%"
          x1={percent(shareOf(x, tick))}
          x2={percent(shareOf(x, tick))}
        />
      ))}
    </g>
  );
}

function Lines({ series, frame }: { readonly series: readonly Series[]; readonly frame: Frame }) {
  return (
    <svg viewBox={`0 0 ${SIZE} ${SIZE}`} preserveAspectRatio="none" width="100%" height="100%">
      {series.map((line, index) => (
        <path
          key={line.label}
          class={line.truth ? "plot-truth" : `plot-line plot-line-${index % 4}`}
          d={lineOf(line.points, frame)}
          vector-effect="non-scaling-stroke"
        />
      ))}
    </svg>
  );
}

/** Heights of the labels at the lines' ends, moved apart where they would cover each other. */
function labelHeights(series: readonly Series[], frame: Frame, height: number): number[] {
  const wanted = series.map(({ points }) => {
    const last = points.findLast(([, y]) => Number.isFinite(y));
    return last ? (1 - shareOf(frame.y, last[1])) * height - 5 : 0;
  });
  // Above the lowest line: a label is not struck through by the line that it names.
  return placeLabels(wanted, 17, 12, Math.min(height - 4, Math.max(...wanted)));
}

/** The line and the points at a place, with their values. */
function Marks(
  { x, series, frame }: { readonly x: number; readonly series: readonly Series[]; readonly frame: Frame },
) {
  const left = percent(shareOf(frame.x, x));
  return (
    <g>
      <line class="crosshair" x1={left} x2={left} y1="0" y2="100%" />
      {series.map(({ label, points }) => {
        const value = valueAt(points, x);
        if (value === null) return null;
        return (
          <circle key={label} class="plot-knob" cx={left} cy={percent(1 - shareOf(frame.y, value))} r="4" />
        );
      })}
    </g>
  );
}

/** The values at a place in words: `step 12: seed 7 0.412, floor 0.347`. */
function valuesAt({ x: axis, y, series, placeName }: LinePlotProps, x: number): string {
  const place = placeName?.(x) ?? `${axis.label} ${x.toLocaleString("en-US", { maximumFractionDigits: 6 })}`;
  const values = series.flatMap(({ label, points }) => {
    const value = valueAt(points, x);
    return value === null ? [] : [`${label} ${formatMagnitude(value)}${y.unit ? ` ${y.unit}` : ""}`];
  });
  return `${place}: ${values.join(", ")}`;
}

function placesOf(series: readonly Series[]): number[] {
  const measured = series.filter(({ truth }) => !truth);
  const lines = measured.length > 0 ? measured : series;
  return [...new Set(lines.flatMap(({ points }) => points.map(([x]) => x)))].sort((a, b) => a - b);
}

/** Lines over two axes with direct labels; the same figures stand in a table below, one click away. */
export function LinePlot(props: LinePlotProps) {
  const { title, series, height = 220, table = true, reads = false, now = null, onChoose } = props;
  const at = useSignal<number | null>(null);
  const points = series.flatMap((line) => line.points);
  const frame = {
    x: scaleOf(props.x, points.map(([x]) => x)),
    y: scaleOf(props.y, points.map(([, y]) => y)),
  };
  const xs = placesOf(series);
  return (
    <figure class="plot">
      <figcaption>{title}</figcaption>
      <div class="plot-frame">
        <span class="plot-title small quiet">{titleOf(props.y)}</span>
        <YAxis scale={frame.y} height={height} />
        <Area {...props} frame={frame} height={height} at={at.value ?? now} />
        {reads && xs.length > 1 && (
          <Crosshair
            title={title}
            xs={xs}
            share={(x) => shareOf(frame.x, x)}
            describe={(x) => valuesAt(props, x)}
            at={at}
            onChoose={onChoose}
          />
        )}
        <XAxis scale={frame.x} />
        <span class="plot-title-x small quiet">{titleOf(props.x)}</span>
      </div>
      {reads && (
        <p class="plot-values small needs-js">
          {at.value === null
            ? "Point at the plot, or use the arrow keys, to read it."
            : valuesAt(props, at.value)}
        </p>
      )}
      {table && <TwinTable {...props} />}
    </figure>
  );
}

function Area(
  { title, series, frame, height, at, labels = true }: LinePlotProps & {
    readonly frame: Frame;
    readonly height: number;
    readonly at: number | null;
  },
) {
  const heights = labelHeights(series, frame, height);
  return (
    <svg
      class="plot-area"
      width="100%"
      height={height}
      role="img"
      aria-label={`${title}: ${series.map(({ label }) => label).join(", ")}`}
    >
      <Grid {...frame} />
      <Lines series={series} frame={frame} />
      {at !== null && <Marks x={at} series={series} frame={frame} />}
      {labels &&
        series.map(({ label }, index) => (
          <text key={label} class="plot-label" x="100%" dx="-4" y={heights[index]} text-anchor="end">
            {label}
          </text>
        ))}
    </svg>
  );
}
