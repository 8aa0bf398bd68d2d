import { formatFigure, formatProbability } from "@/lib/ui/format.ts";
import { useSignal } from "@preact/signals";
import { visibleText } from "@/lib/lm/visible_text.ts";
import { Crosshair } from "@/lib/ui/plot/crosshair.tsx";
import { percent } from "@/lib/ui/plot/percent.ts";
import { placeLabels } from "@/lib/ui/plot/place_labels.ts";

interface TemperatureRibbonProps {
  readonly temperatures: readonly number[];
  /** Likeliest first, stacked from below; each from its lower to its upper line, 0 to 1. */
  readonly ribbons: readonly {
    readonly id: number;
    readonly from: readonly number[];
    readonly to: readonly number[];
  }[];
  readonly labels: readonly string[];
  /** The page's temperature. */
  readonly temperature: number;
  readonly onTemperature?: (temperature: number) => void;
}

const HEIGHT = 200;
const SIZE = 1000;

/** The outline of a ribbon: along its upper line, back along its lower one. */
function outline(from: readonly number[], to: readonly number[]): string {
  const last = to.length - 1;
  const point = (share: number, index: number) =>
    `${Number((index / last * SIZE).toFixed(1))} ${Number(((1 - share) * SIZE).toFixed(2))}`;
  const there = to.map(point);
  const back = from.map(point).reverse();
  return `M${[...there, ...back].join("L")}Z`;
}

/** Labels at the hot end, where the ribbons are widest apart; those of thin ribbons are left out. */
function Labels({ ribbons, labels }: TemperatureRibbonProps) {
  const shown = ribbons.filter(({ from, to }) => (to.at(-1)! - from.at(-1)!) * HEIGHT > 9);
  const middles = shown.map(({ from, to }) => (1 - (from.at(-1)! + to.at(-1)!) / 2) * HEIGHT + 5);
  const heights = placeLabels(middles, 16, 12, HEIGHT - 4);
  return (
    <>
      {shown.map(({ id }, index) => (
        <text key={id} class="plot-label" x="100%" dx="-6" y={heights[index]} text-anchor="end">
          {visibleText(labels[id]!)}
        </text>
      ))}
    </>
  );
}

function sharesAt({ temperatures, ribbons, labels }: TemperatureRibbonProps, temperature: number): string {
  const index = temperatures.indexOf(temperature);
  const shares = ribbons.map(({ id, from, to }) =>
    `${labels[id]} ${formatProbability(to[index]! - from[index]!)}`
  );
  return `T = ${formatFigure(temperature, 2)}: ${shares.join(", ")}`;
}

/** Every temperature at once: each token a ribbon as thick as its share. Dragging along it sets the temperature. */
export function TemperatureRibbon(props: TemperatureRibbonProps) {
  const { temperatures, ribbons, temperature, onTemperature } = props;
  const at = useSignal<number | null>(null);
  const end = temperatures.at(-1)!;
  const here = percent(Math.min(temperature / end, 1));
  return (
    <figure class="plot ribbon">
      <figcaption>Every temperature at once: what each token gets from T = 0 to T = {end}</figcaption>
      <div class="ribbon-frame">
        <svg
          class="plot-area"
          width="100%"
          height={HEIGHT}
          role="img"
          aria-label="Shares over the temperature"
        >
          <svg viewBox={`0 0 ${SIZE} ${SIZE}`} preserveAspectRatio="none" width="100%" height="100%">
            {ribbons.map(({ id, from, to }, index) => (
              <path
                key={id}
                class={`ribbon-${index % 6}`}
                d={outline(from, to)}
                vector-effect="non-scaling-stroke"
              />
            ))}
          </svg>
          {[0.5, 1, 2].map((pin) => (
            <line
              key={pin}
              class="ribbon-pin"
              x1={percent(pin / end)}
              x2={percent(pin / end)}
              y1="0"
              y2="100%"
            />
          ))}
          <line class="crosshair ribbon-now" x1={here} x2={here} y1="0" y2="100%" />
          <Labels {...props} />
        </svg>
        <Crosshair
          title="the shares at a temperature; dragging sets it"
          xs={temperatures}
          share={(x) => x / end}
          describe={(x) => sharesAt(props, x)}
          at={at}
          onChoose={onTemperature}
        />
      </div>
      <svg class="plot-x" width="100%" height="18" aria-hidden="true">
        {[0, 0.5, 1, 2, 3].map((tick) => (
          <text
            key={tick}
            x={percent(tick / end)}
            y="14"
            text-anchor={tick === 0 ? "start" : tick === end ? "end" : "middle"}
          >
            {tick}
          </text>
        ))}
      </svg>
      <p class="plot-values small needs-js">
        {at.value === null
          ? "Point at a temperature to read it; press or use the arrow keys to set it."
          : sharesAt(props, at.value)}
      </p>
    </figure>
  );
}
