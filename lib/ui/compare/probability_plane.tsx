/** A token's probability on two sides. */
interface PlanePoint {
  readonly label: string;
  /** 0 to 1. */
  readonly first: number;
  readonly second: number;
}

interface ProbabilityPlaneProps {
  readonly title: string;
  readonly names: readonly [first: string, second: string];
  readonly points: readonly PlanePoint[];
}

const SIZE = 300;
/** Room for the figures of the axes. */
const LEFT = 44;
const BOTTOM = 28;
const TOP = 8;
const TICKS = [0, 0.25, 0.5, 0.75, 1] as const;

/** Probability against probability: on the diagonal both sides are equally sure, above it the second is surer. */
export function ProbabilityPlane({ title, names, points }: ProbabilityPlaneProps) {
  const x = (p: number) => (LEFT + p * SIZE).toFixed(1);
  const y = (p: number) => (TOP + (1 - p) * SIZE).toFixed(1);
  return (
    <figure class="plot plane">
      <figcaption>{title}</figcaption>
      <svg
        viewBox={`0 0 ${LEFT + SIZE + 12} ${TOP + SIZE + BOTTOM}`}
        width="100%"
        role="img"
        aria-label={`${title}: ${points.length} tokens, ${above(points)} above the diagonal`}
      >
        {TICKS.map((tick) => (
          <g key={tick}>
            <line class="plot-grid" x1={x(tick)} x2={x(tick)} y1={y(0)} y2={y(1)} />
            <line class="plot-grid" x1={x(0)} x2={x(1)} y1={y(tick)} y2={y(tick)} />
            <text class="plot-label" x={x(tick)} y={TOP + SIZE + 20} text-anchor="middle">{100 * tick}</text>
            <text class="plot-label" x={LEFT - 8} y={Number(y(tick)) + 5} text-anchor="end">
              {100 * tick}
            </text>
          </g>
        ))}
        <line class="plane-diagonal" x1={x(0)} y1={y(0)} x2={x(1)} y2={y(1)} />
        {points.map(({ label, first, second }, index) => (
          <circle key={index} class="plane-point" cx={x(first)} cy={y(second)} r="4">
            <title>{`${label}: ${first}, ${second}`}</title>
          </circle>
        ))}
      </svg>
      <p class="quiet small">
        In percent: {names[0]} to the right, {names[1]} upward; {above(points)} of {points.length}{" "}
        tokens are likelier under the second.
      </p>
    </figure>
  );
}

function above(points: readonly PlanePoint[]): number {
  return points.filter(({ first, second }) => second > first).length;
}
