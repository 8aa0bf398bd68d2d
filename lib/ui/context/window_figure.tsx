import { formatCount } from "@/lib/ui/format.ts";
import { WindowStrip, type WindowStripProps } from "@/lib/ui/context/window_strip.tsx";
import { percent } from "@/lib/ui/plot/percent.ts";

interface WindowFigureProps extends Omit<WindowStripProps, "scale" | "height"> {
  /** Called while the limit is dragged. */
  readonly onLimit?: (limit: number) => void;
}

/** Limits that a drag takes: about two hundred of them, at round numbers. */
function stepOf(scale: number): number {
  return Math.max(1, 10 ** Math.floor(Math.log10(scale / 100)));
}

/** The window over the text: its end, the limit, is dragged. */
export function WindowFigure({ onLimit, ...strip }: WindowFigureProps) {
  const { used, limit, kept } = strip;
  const scale = Math.max(Math.ceil(used * 1.25), limit, 8);
  const step = stepOf(scale);
  return (
    <div class="window-figure">
      <div class="handle window-handle">
        <WindowStrip {...strip} scale={scale} height={64} />
        <input
          type="range"
          class="needs-js"
          aria-label="Tokens that the window holds, dragged"
          aria-valuetext={`${formatCount(limit)} tokens`}
          min={step}
          max={Math.ceil(scale / step) * step}
          step={step}
          value={limit}
          onInput={(event) => onLimit?.(Math.max(1, event.currentTarget.valueAsNumber))}
        />
      </div>
      <svg class="card-axis" width="100%" height="18" aria-hidden="true">
        <text x="0" y="14">{kept.length > 0 ? "token 1" : ""}</text>
        <text
          class="card-name"
          x={percent(limit / scale)}
          y="14"
          text-anchor={limit / scale > 0.85 ? "end" : "middle"}
        >
          holds {formatCount(limit)}
        </text>
      </svg>
    </div>
  );
}
