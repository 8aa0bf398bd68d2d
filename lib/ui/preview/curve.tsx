/**
 * Lines over two axes, as a picture.
 *
 * @module
 */
import { type Axis, type Scale, scaleOf, shareOf } from "@/lib/ui/plot/axis.ts";
import type { Series } from "@/lib/ui/plot/line_plot.tsx";
import { pathOf } from "@/lib/ui/plot/path_of.ts";
import { Mono, Words } from "@/lib/ui/preview/lettering.tsx";
import { PALETTE } from "@/lib/ui/preview/palette.ts";

/** Where a drawing goes, in pixels. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface CurveProps {
  readonly x: Axis;
  readonly y: Axis;
  readonly series: readonly Series[];
  /** A point that is marked: what the figure beside the plot says. */
  readonly mark?: readonly [x: number, y: number] | null;
  /** Place of the plot's area; its labels stand outside. */
  readonly box: Box;
}

interface Frame {
  readonly x: Scale;
  readonly y: Scale;
  readonly box: Box;
}

const COLORS = [PALETTE.bar, PALETTE.m4, PALETTE.edge];

/** Draws lines with their axes. */
export function Curve({ x, y, series, mark = null, box }: CurveProps) {
  const points = series.flatMap((line) => line.points);
  const frame = { x: scaleOf(x, points.map(([px]) => px)), y: scaleOf(y, points.map(([, py]) => py)), box };
  return (
    <g>
      <Grid {...frame} />
      {series.map((line, index) => (
        <path
          key={line.label}
          d={pathOf(line.points.map(([px, py]) => [left(frame, px), top(frame, py)]))}
          fill="none"
          stroke={line.truth ? PALETTE.text : COLORS[index % COLORS.length]}
          stroke-width={line.truth ? 2 : 5}
          stroke-dasharray={line.truth ? "8 6" : undefined}
          stroke-linejoin="round"
        />
      ))}
      {mark && Number.isFinite(left(frame, mark[0])) && Number.isFinite(top(frame, mark[1])) && (
        <circle
          cx={left(frame, mark[0])}
          cy={top(frame, mark[1])}
          r="10"
          fill={PALETTE.accent}
          stroke={PALETTE.background}
          stroke-width="4"
        />
      )}
      <Words x={box.x} y={box.y - 18} size={20} color={PALETTE.quiet}>{titleOf(y)}</Words>
      <Words x={box.x + box.width} y={box.y + box.height + 58} size={20} color={PALETTE.quiet} anchor="end">
        {titleOf(x)}
      </Words>
    </g>
  );
}

function titleOf({ label, unit }: Axis): string {
  return unit ? `${label}, ${unit}` : label;
}

function left({ x, box }: Frame, value: number): number {
  return round(box.x + shareOf(x, value) * box.width);
}

function top({ y, box }: Frame, value: number): number {
  return round(box.y + (1 - shareOf(y, value)) * box.height);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function Grid(frame: Frame) {
  const { x, y, box } = frame;
  const bottom = box.y + box.height;
  return (
    <g>
      {y.ticks.map((tick) => (
        <g key={`y${tick}`}>
          <path
            d={`M${box.x} ${top(frame, tick)}H${box.x + box.width}`}
            stroke={PALETTE.line}
            stroke-width="2"
          />
          <Mono x={box.x - 12} y={top(frame, tick) + 7} size={20} color={PALETTE.quiet} anchor="end">
            {y.format(tick)}
          </Mono>
        </g>
      ))}
      {x.ticks.map((tick) => (
        <Mono
          key={`x${tick}`}
          x={left(frame, tick)}
          y={bottom + 28}
          size={20}
          color={PALETTE.quiet}
          anchor="middle"
        >
          {x.format(tick)}
        </Mono>
      ))}
    </g>
  );
}
