import { formatBinaryBytes, formatCount } from "@/lib/ui/format.ts";

interface DecodeStripProps {
  readonly prompt: number;
  /** Tokens after the prompt; -1 before the prompt was read. */
  readonly decoded: number;
  /** The most that is drawn. */
  readonly most: number;
  /** Bytes that one token of one sequence takes. */
  readonly bytesPerToken: number;
  readonly steps: readonly { readonly reused: number; readonly recomputed: number }[];
  readonly reusedTotal: number;
  readonly recomputedTotal: number;
}

const CELL = 16;

/** The cache as a strip of tokens: the prompt at once, then one after the other. */
function Strip({ prompt, decoded, most, bytesPerToken }: DecodeStripProps) {
  const filled = decoded < 0 ? 0 : prompt + decoded;
  return (
    <>
      <svg
        class="decode-strip"
        viewBox={`0 0 ${(prompt + most) * CELL} 28`}
        role="img"
        aria-label={`${filled} of ${prompt + most} places of the cache are filled`}
      >
        {Array.from({ length: prompt + most }, (_, index) => (
          <rect
            key={index}
            class={index >= filled ? "strip-free" : index < prompt ? "strip-prompt" : "strip-generated"}
            x={index * CELL + 1}
            y="2"
            width={CELL - 2}
            height="24"
            rx="2"
          />
        ))}
      </svg>
      <p class="small num-line" role="status" data-filled={filled} data-bytes={filled * bytesPerToken}>
        <b>{formatCount(filled * bytesPerToken)} bytes</b> = {filled} tokens × {formatCount(bytesPerToken)}
        {" "}
        ({formatBinaryBytes(filled * bytesPerToken)})
      </p>
    </>
  );
}

/** Tokens that pass through the layers at each step, as a staircase. */
function Staircase(
  { title, heights, total, most, tallest }: {
    readonly title: string;
    readonly heights: readonly number[];
    readonly total: number;
    readonly most: number;
    readonly tallest: number;
  },
) {
  const width = (most + 1) * CELL;
  return (
    <figure class="staircase">
      <figcaption class="small">
        {title}: <b data-total={total}>{formatCount(total)}</b> tokens through the layers
      </figcaption>
      <svg viewBox={`0 0 ${width} 80`} role="img" aria-label={`${title}: ${heights.join(", ")}`}>
        <line class="plot-grid" x1="0" x2={width} y1="79.5" y2="79.5" />
        {heights.map((height, step) => {
          const tall = height / tallest * 78;
          return (
            <rect
              key={step}
              class={step === 0 ? "strip-prompt" : "strip-generated"}
              x={step * CELL + 1}
              y={79 - tall}
              width={CELL - 2}
              height={tall}
            />
          );
        })}
      </svg>
    </figure>
  );
}

/** Prefill and decode: what fills the cache, and the work with it and without it. */
export function DecodeStrip(props: DecodeStripProps) {
  const { prompt, decoded, most, steps, reusedTotal, recomputedTotal } = props;
  const shown = decoded < 0 ? [] : steps;
  const shared = { most, tallest: prompt + most };
  return (
    <>
      <Strip {...props} />
      <div class="halves">
        <Staircase
          title="Reused"
          heights={shown.map(({ reused }) => reused)}
          total={decoded < 0 ? 0 : reusedTotal}
          {...shared}
        />
        <Staircase
          title="Computed again at each step"
          heights={shown.map(({ recomputed }) => recomputed)}
          total={decoded < 0 ? 0 : recomputedTotal}
          {...shared}
        />
      </div>
    </>
  );
}
