import { type Axis, type Scale, scaleOf, shareOf } from "@/lib/ui/plot/axis.ts";
import { DataTable } from "@/lib/ui/plot/data_table.tsx";

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
}

interface Frame {
  readonly x: Scale;
  readonly y: Scale;
}

const SIZE = 1000;

function coordinate(share: number): number {
  return Number((share * SIZE).toFixed(2));
}

/** A path through the points; it breaks where a value is not finite. */
function pathOf(points: Series["points"], { x, y }: Frame): string {
  let command = "M";
  let path = "";
  for (const [px, py] of points) {
    const [sx, sy] = [shareOf(x, px), 1 - shareOf(y, py)];
    if (!Number.isFinite(sx) || !Number.isFinite(sy)) {
      command = "M";
      continue;
    }
    path += `${command}${coordinate(sx)} ${coordinate(sy)}`;
    command = "L";
  }
  return path;
}

function percent(share: number): string {
  return `${Number((share * 100).toFixed(3))}%`;
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
          d={pathOf(line.points, frame)}
          vector-effect="non-scaling-stroke"
        />
      ))}
    </svg>
  );
}

/** Heights of the labels at the lines' ends, pushed apart where they would cover each other. */
function labelHeights(series: readonly Series[], frame: Frame, height: number): number[] {
  const wanted = series.map(({ points }, index) => {
    const last = points.findLast(([, y]) => Number.isFinite(y));
    return { index, y: last ? (1 - shareOf(frame.y, last[1])) * height - 5 : 0 };
  }).sort((a, b) => a.y - b.y);
  const placed = new Array<number>(series.length).fill(0);
  let floor = 12;
  for (const { index, y } of wanted) {
    placed[index] = Math.min(Math.max(y, floor), height - 4);
    floor = placed[index]! + 15;
  }
  return placed;
}

function YAxis({ scale, height }: { readonly scale: Scale; readonly height: number }) {
  return (
    <svg class="plot-y" width="56" height={height} aria-hidden="true">
      {scale.ticks.map((tick) => (
        <text key={tick} x="50" y={percent(1 - shareOf(scale, tick))} dy="0.32em" text-anchor="end">
          {scale.format(tick)}
        </text>
      ))}
    </svg>
  );
}

function anchorAt(share: number): "start" | "middle" | "end" {
  return share < 0.03 ? "start" : share > 0.97 ? "end" : "middle";
}

function XAxis({ scale }: { readonly scale: Scale }) {
  return (
    <svg class="plot-x" width="100%" height="18" aria-hidden="true">
      {scale.ticks.map((tick) => (
        <text
          key={tick}
          x={percent(shareOf(scale, tick))}
          y="14"
          text-anchor={anchorAt(shareOf(scale, tick))}
        >
          {scale.format(tick)}
        </text>
      ))}
    </svg>
  );
}

function titleOf(axis: Axis): string {
  return axis.unit ? `${axis.label}, ${axis.unit}` : axis.label;
}

function TwinTable({ title, x, y, series }: LinePlotProps) {
  const rows = series.flatMap((line) => line.points.map(([px, py]) => ({ label: line.label, px, py })));
  return (
    <details class="more">
      <summary>Table</summary>
      <DataTable
        caption={title}
        quietCaption
        rows={rows}
        columns={[
          { key: "series", label: "Line", cell: (row) => row.label },
          { key: "x", label: titleOf(x), numeric: true, cell: ({ px }) => String(px), value: ({ px }) => px },
          { key: "y", label: titleOf(y), numeric: true, cell: ({ py }) => String(py), value: ({ py }) => py },
        ]}
      />
    </details>
  );
}

/** Lines over two axes with direct labels; the same figures stand in a table below, one click away. */
export function LinePlot(props: LinePlotProps) {
  const { title, series, height = 220, table = true } = props;
  const points = series.flatMap((line) => line.points);
  const frame = {
    x: scaleOf(props.x, points.map(([x]) => x)),
    y: scaleOf(props.y, points.map(([, y]) => y)),
  };
  const heights = labelHeights(series, frame, height);
  return (
    <figure class="plot">
      <figcaption>{title}</figcaption>
      <div class="plot-frame">
        <span class="plot-title small quiet">{titleOf(props.y)}</span>
        <YAxis scale={frame.y} height={height} />
        <svg
          class="plot-area"
          width="100%"
          height={height}
          role="img"
          aria-label={`${title}: ${series.map(({ label }) => label).join(", ")}`}
        >
          <Grid {...frame} />
          <Lines series={series} frame={frame} />
          {series.map(({ label }, index) => (
            <text key={label} class="plot-label" x="100%" dx="-4" y={heights[index]} text-anchor="end">
              {label}
            </text>
          ))}
        </svg>
        <XAxis scale={frame.x} />
        <span class="plot-title-x small quiet">{titleOf(props.x)}</span>
      </div>
      {table && <TwinTable {...props} />}
    </figure>
  );
}
