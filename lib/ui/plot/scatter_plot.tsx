/** A point with its label. */
export interface ScatterPoint {
  readonly key: string | number;
  readonly label: string;
  readonly x: number;
  readonly y: number;
  /** Whether it stands out. */
  readonly marked?: boolean;
}

/** Props of {@linkcode ScatterPlot}. */
export interface ScatterPlotProps {
  readonly title: string;
  readonly points: readonly ScatterPoint[];
  /** What the two directions are. */
  readonly note?: string;
  /** Height in pixels. Default 300. */
  readonly height?: number;
}

/** Room for labels around the points, as a share of the plot. */
const MARGIN = 0.08;

interface Window {
  readonly x: number;
  readonly y: number;
  readonly span: number;
}

/** A square around all points, so that both directions have one scale. */
function windowOf(points: readonly ScatterPoint[]): Window {
  const xs = points.map(({ x }) => x).filter(Number.isFinite);
  const ys = points.map(({ y }) => y).filter(Number.isFinite);
  if (xs.length === 0) return { x: -1, y: -1, span: 2 };
  const [left, right] = [Math.min(...xs), Math.max(...xs)];
  const [low, high] = [Math.min(...ys), Math.max(...ys)];
  const span = Math.max(right - left, high - low, 1e-9);
  return { x: (left + right - span) / 2, y: (low + high - span) / 2, span };
}

function place(value: number, start: number, span: number): number {
  return MARGIN + (1 - 2 * MARGIN) * (value - start) / span;
}

function percent(share: number): string {
  return `${Number((share * 100).toFixed(2))}%`;
}

/** Labeled points in a plane; the same figures stand in a table, one click away. */
export function ScatterPlot({ title, points, note, height = 300 }: ScatterPlotProps) {
  const { x, y, span } = windowOf(points);
  return (
    <figure class="plot scatter">
      <figcaption class="vh">{title}</figcaption>
      <svg
        class="scatter-area"
        width="100%"
        height={height}
        role="img"
        aria-label={`${title}: ${points.length} points`}
      >
        {points.map((point) => {
          const left = place(point.x, x, span);
          const top = 1 - place(point.y, y, span);
          return (
            <g key={point.key} class={point.marked ? "scatter-point marked" : "scatter-point"}>
              <title>{`${point.label}: ${point.x}, ${point.y}`}</title>
              <circle cx={percent(left)} cy={percent(top)} r="3" />
              <text
                x={percent(left)}
                y={percent(top)}
                dx={left > 0.8 ? -6 : 6}
                dy="4"
                text-anchor={left > 0.8 ? "end" : "start"}
              >
                {point.label}
              </text>
            </g>
          );
        })}
      </svg>
      {note && <p class="quiet small">{note}</p>}
    </figure>
  );
}
