import { placePointLabels } from "@/lib/ui/plot/place_point_labels.ts";

/** A point with its label. */
export interface ScatterPoint {
  readonly key: string | number;
  readonly label: string;
  readonly x: number;
  readonly y: number;
  /** Whether it stands out. */
  readonly marked?: boolean;
}

interface ScatterPlotProps {
  readonly title: string;
  readonly points: readonly ScatterPoint[];
  /** What the two directions are. */
  readonly note?: string;
}

const WIDTH = 340;
const HEIGHT = 260;
/** Room around the points, for their labels. */
const MARGIN = 40;
/** Size of a letter, about, and room after a label. */
const LETTER = { width: 8.4, height: 17, room: 4 };

interface Frame {
  readonly x: number;
  readonly y: number;
  /** Units of the drawing for one of the points'. */
  readonly scale: number;
}

/** One scale for both directions, the points in the middle. */
function frameOf(points: readonly ScatterPoint[]): Frame {
  const finite = points.filter(({ x, y }) => Number.isFinite(x) && Number.isFinite(y));
  if (finite.length === 0) return { x: 0, y: 0, scale: 1 };
  const ends = (values: readonly number[]) => [Math.min(...values), Math.max(...values)] as const;
  const [left, right] = ends(finite.map(({ x }) => x));
  const [low, high] = ends(finite.map(({ y }) => y));
  const scale = Math.min(
    (WIDTH - 2 * MARGIN) / Math.max(right - left, 1e-9),
    (HEIGHT - 2 * MARGIN) / Math.max(high - low, 1e-9),
  );
  return { x: (left + right) / 2, y: (low + high) / 2, scale };
}

/** Labeled points in a plane; a label that would cover another is read by pointing at its point. */
export function ScatterPlot({ title, points, note }: ScatterPlotProps) {
  const { x, y, scale } = frameOf(points);
  const placed = points.map((point) => ({
    x: WIDTH / 2 + (point.x - x) * scale,
    y: HEIGHT / 2 - (point.y - y) * scale,
    width: [...point.label].length * LETTER.width + LETTER.room,
    height: LETTER.height,
  }));
  const order = points.map((_, index) => index).sort((a, b) =>
    Number(points[b]!.marked ?? false) - Number(points[a]!.marked ?? false)
  );
  const found = placePointLabels(order.map((index) => placed[index]!), { width: WIDTH, height: HEIGHT });
  const labels = new Map(order.map((index, rank) => [index, found[rank]!]));
  return (
    <figure class="plot scatter">
      <figcaption class="vh">{title}</figcaption>
      <svg
        class="scatter-area"
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        width="100%"
        role="img"
        aria-label={`${title}: ${points.length} points`}
      >
        {points.map((point, index) => {
          const label = labels.get(index) ?? null;
          const { x, y } = placed[index]!;
          return (
            <g key={point.key} class={point.marked ? "scatter-point marked" : "scatter-point"}>
              <title>{`${point.label}: ${point.x}, ${point.y}`}</title>
              <circle cx={x.toFixed(1)} cy={y.toFixed(1)} r="4" />
              {label && <text x={label.x.toFixed(1)} y={(label.y + 13).toFixed(1)}>{point.label}</text>}
            </g>
          );
        })}
      </svg>
      {note && <p class="quiet small">{note}</p>}
    </figure>
  );
}
