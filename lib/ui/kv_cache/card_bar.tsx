import { linearTicks } from "@/lib/ui/plot/axis.ts";
import { formatFigure } from "@/lib/ui/format.ts";
import { percent } from "@/lib/ui/plot/percent.ts";

/** Props of {@linkcode CardBar}; sizes in GiB. */
interface CardBarProps {
  readonly card: number;
  readonly weights: number;
  readonly cache: number;
  readonly upperCache: number;
  /** What the whole width stands for. */
  readonly scale: number;
  /** Where a pinned length ended; null for none. */
  readonly pinned: number | null;
  /** Names the handle: "Tokens of each sequence". */
  readonly label: string;
  readonly valueText: string;
  /** The handle was moved to a place, in GiB from the left. */
  readonly onEnd?: (gib: number) => void;
}

/** Steps of the handle over the whole width. */
export const CARD_STEPS = 400;

/** A figure in GiB: two decimals at most. */
function gib(value: number): string {
  return `${formatFigure(value, value < 10 ? 2 : 1)}\u00a0GiB`;
}

/** What is on the card, in words, so that no label has to fit into a narrow part. */
function Key({ card, weights, cache, upperCache }: CardBarProps) {
  const free = card - weights - cache;
  return (
    <ul class="card-key small">
      {weights > 0 && (
        <li>
          <i class="key-weights" />weights {gib(weights)}
        </li>
      )}
      <li>
        <i class="key-cache" />cache {gib(cache)}
        {upperCache > cache && ` to ${gib(upperCache)}`}
      </li>
      <li class={free < 0 ? "key-over" : undefined}>
        <i class={free < 0 ? "key-over-mark" : "key-free"} />
        {free < 0 ? `${gib(-free)} too many` : `${gib(free)} free`}
      </li>
      <li>
        <i class="key-hatched" />not counted: activations, allocator, batching
      </li>
    </ul>
  );
}

function Parts({ card, weights, cache, upperCache, scale, pinned }: CardBarProps) {
  const at = (value: number) => percent(value / scale);
  const end = weights + cache;
  return (
    <svg class="card-parts" width="100%" height="72" aria-hidden="true">
      <defs>
        <pattern
          id="card-hatch"
          width="6"
          height="6"
          patternUnits="userSpaceOnUse"
          patternTransform="rotate(45)"
        >
          <line class="hatch" x1="0" y1="0" x2="0" y2="6" />
        </pattern>
      </defs>
      <rect class="card-free" x="0" y="4" width={at(card)} height="64" rx="4" />
      <rect x={at(card * 0.94)} y="4" width={at(card * 0.06)} height="64" fill="url(#card-hatch)" />
      <rect class="card-weights" x="0" y="4" width={at(Math.min(weights, scale))} height="64" rx="4" />
      <rect
        class="card-upper"
        x={at(weights)}
        y="4"
        width={at(Math.max(0, Math.min(upperCache, scale - weights)))}
        height="64"
      />
      <rect
        class="card-cache"
        x={at(weights)}
        y="4"
        width={at(Math.max(0, Math.min(cache, scale - weights)))}
        height="64"
        rx="2"
      />
      {end > card && (
        <rect class="card-over" x={at(card)} y="4" width={at(Math.min(end, scale) - card)} height="64" />
      )}
      <line class="card-end" x1={at(card)} x2={at(card)} y1="0" y2="72" />
      {pinned !== null && pinned <= scale && (
        <line class="before-mark" x1={at(pinned)} x2={at(pinned)} y1="0" y2="72" />
      )}
    </svg>
  );
}

/** Weights and cache on a card; the cache's end is dragged. */
export function CardBar(props: CardBarProps) {
  const { card, weights, cache, scale, label, valueText, onEnd } = props;
  const end = weights + cache;
  const ticks = linearTicks(0, scale, 6).filter((tick) => Math.abs(tick - card) > scale / 9);
  return (
    <div class="card-bar">
      <div class="handle card-handle">
        <Parts {...props} />
        <input
          type="range"
          class="needs-js"
          aria-label={label}
          aria-valuetext={valueText}
          min={0}
          max={scale}
          step={scale / CARD_STEPS}
          value={Math.min(end, scale)}
          onInput={(event) => onEnd?.(event.currentTarget.valueAsNumber)}
        />
      </div>
      <svg class="card-axis" width="100%" height="18" aria-hidden="true">
        {ticks.map((tick) => (
          <text key={tick} x={percent(tick / scale)} y="14" text-anchor={tick === 0 ? "start" : "middle"}>
            {tick}
          </text>
        ))}
        <text class="card-name" x={percent(card / scale)} y="14" text-anchor="middle">
          {formatFigure(card, Number.isInteger(card) ? 0 : 1)} GiB
        </text>
      </svg>
      <Key {...props} />
    </div>
  );
}
