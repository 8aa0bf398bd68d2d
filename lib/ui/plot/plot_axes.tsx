/**
 * The axes of a plot over two scales.
 *
 * @module
 */
import { type Axis, type Scale, shareOf } from "@/lib/ui/plot/axis.ts";
import { percent } from "@/lib/ui/plot/percent.ts";

/** What an axis measures, with its unit. */
export function titleOf(axis: Axis): string {
  return axis.unit ? `${axis.label}, ${axis.unit}` : axis.label;
}

/** The figures beside the vertical axis. */
export function YAxis({ scale, height }: { readonly scale: Scale; readonly height: number }) {
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

/** The figures under the horizontal axis. */
export function XAxis({ scale }: { readonly scale: Scale }) {
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
