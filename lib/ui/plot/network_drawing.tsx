import { cutEnd } from "@/lib/lm/graphemes.ts";
import { formatFigure } from "@/lib/ui/format.ts";

/** One number of a layer. */
export interface NetworkUnit {
  readonly label: string;
  readonly value: number;
}

/** A layer, drawn as a column. */
export interface NetworkLayer {
  readonly title: string;
  /** Its size, such as `2 · 6 = 12`. */
  readonly size: string;
  readonly units: readonly NetworkUnit[];
  /** Units that are not drawn. */
  readonly omitted: number;
}

interface NetworkDrawingProps {
  readonly title: string;
  readonly layers: readonly NetworkLayer[];
  /** What lies between each layer and the next, such as `weights 16 × 12`. */
  readonly between: readonly string[];
  /** Layers that are computed at this stage. */
  readonly lit: readonly number[];
}

const COLUMN = 150;
const GAP = 70;
const ROW = 14;
const TOP = 44;

function columnX(index: number): number {
  return index * (COLUMN + GAP);
}

/** A value as a bar to the right of the middle, or to the left where it is negative. */
function Unit({ unit, x, y, max }: { unit: NetworkUnit; x: number; y: number; max: number }) {
  const half = 30;
  const middle = x + COLUMN - half - 4;
  const hasBar = max > 0 && !Number.isNaN(unit.value);
  const length = hasBar ? Math.min(1, Math.abs(unit.value) / max) * half : 0;
  return (
    <g class={unit.value < 0 ? "unit negative" : "unit"}>
      <title>{`${unit.label}: ${unit.value}`}</title>
      <rect class="unit-hit" x={x} y={y} width={COLUMN} height={ROW} />
      <text x={x + 2} y={y + 11}>{cutEnd(unit.label, 11)}</text>
      <line x1={middle} x2={middle} y1={y} y2={y + ROW} />
      <rect
        class="unit-bar"
        x={Number((unit.value < 0 ? middle - length : middle).toFixed(2))}
        y={y + 3}
        width={Number(length.toFixed(2))}
        height={ROW - 6}
      />
    </g>
  );
}

function Layer({ layer, index, lit }: { layer: NetworkLayer; index: number; lit: boolean }) {
  const x = columnX(index);
  const finite = layer.units.map(({ value }) => Math.abs(value)).filter(Number.isFinite);
  const max = Math.max(0, ...finite);
  return (
    <g class={lit ? "layer lit" : "layer"}>
      <text class="layer-title" x={x} y="12">{layer.title}</text>
      <text x={x} y="28">{layer.size}</text>
      <rect
        class="layer-box"
        x={x}
        y={TOP - 6}
        width={COLUMN}
        height={layer.units.length * ROW + 12}
        rx="4"
      />
      {layer.units.map((unit, row) => <Unit key={row} unit={unit} x={x} y={TOP + row * ROW} max={max} />)}
      {layer.omitted > 0 && (
        <text x={x} y={TOP + layer.units.length * ROW + 20}>and {layer.omitted} more</text>
      )}
    </g>
  );
}

/** An arrow from a layer to the next, with what lies between. */
function Between({ label, index }: { readonly label: string; readonly index: number }) {
  return (
    <g class="between">
      <path
        d={`M${columnX(index) + COLUMN + 6} ${TOP + 40}H${columnX(index + 1) - 8}m-6 -4l6 4l-6 4`}
      />
      {label.split("\n").map((line, row) => (
        <text
          key={row}
          x={columnX(index) + COLUMN + GAP / 2}
          y={TOP + 58 + row * 14}
          text-anchor="middle"
        >
          {line}
        </text>
      ))}
    </g>
  );
}

function Values({ title, layers }: Pick<NetworkDrawingProps, "title" | "layers">) {
  return (
    <details class="more">
      <summary>Values</summary>
      <table class="figures">
        <caption class="vh">{title}</caption>
        <thead>
          <tr>
            <th scope="col">Layer</th>
            <th scope="col">Unit</th>
            <th scope="col" class="num">Value</th>
          </tr>
        </thead>
        <tbody>
          {layers.flatMap((layer) =>
            layer.units.map((unit, row) => (
              <tr key={`${layer.title} ${row}`}>
                <th scope="row">{layer.title}</th>
                <td>{unit.label}</td>
                <td class="num" title={String(unit.value)}>{formatFigure(unit.value, 5)}</td>
              </tr>
            ))
          )}
        </tbody>
      </table>
    </details>
  );
}

/** The network as columns of numbers, each a bar whose value shows on hover and stands in the table below. */
export function NetworkDrawing({ title, layers, between, lit }: NetworkDrawingProps) {
  const rows = Math.max(...layers.map(({ units }) => units.length));
  const width = columnX(layers.length) - GAP;
  const height = TOP + rows * ROW + 28;
  return (
    <figure class="network">
      <figcaption class="vh">{title}</figcaption>
      <div class="scroll" tabIndex={0} role="group" aria-label={title}>
        <svg
          width={width}
          height={height}
          viewBox={`0 0 ${width} ${height}`}
          role="img"
          aria-label={`${title}: ${layers.map(({ title, size }) => `${title} ${size}`).join(", ")}`}
        >
          {between.map((label, index) => <Between key={index} label={label} index={index} />)}
          {layers.map((layer, index) => (
            <Layer key={layer.title} layer={layer} index={index} lit={lit.includes(index)} />
          ))}
        </svg>
      </div>
      <Values title={title} layers={layers} />
    </figure>
  );
}
