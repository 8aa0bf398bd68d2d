import type { ComponentChildren } from "preact";
import { formatFigure } from "@/lib/ui/format.ts";
import { ProbabilityBar } from "@/lib/ui/plot/probability_bar.tsx";

/** A bar with its label. */
export interface Bar {
  readonly key: string | number;
  readonly label: ComponentChildren;
  /** Not negative. */
  readonly value: number;
  /** What the value should be: a known truth, drawn as a thin line. */
  readonly truth?: number | null;
  /** Where the bar was before the last change: a ghost behind it. */
  readonly before?: number | null;
}

interface BarChartProps {
  readonly title: string;
  /** Whether the title is only read aloud. */
  readonly quietTitle?: boolean;
  readonly bars: readonly Bar[];
  /** Heads of the three columns. */
  readonly labelHead: string;
  readonly valueHead: string;
  /** Unit of the values where `format` gives each its own: for whoever takes the table away. */
  readonly valueUnit?: string;
  /** Value of full length; default the greatest. */
  readonly max?: number;
  /** Writes a bar's figure. */
  readonly format?: (value: number, bar: Bar) => string;
  readonly rowAttributes?: (bar: Bar) => Readonly<Record<`data-${string}`, string | number>>;
}

/** Horizontal bars as a table: each bar stands beside its figure, so the plot is its own table. */
export function BarChart(props: BarChartProps) {
  const {
    title,
    quietTitle = false,
    bars,
    labelHead,
    valueHead,
    format = (value: number) => formatFigure(value, 3),
  } = props;
  const values = bars.flatMap(({ value, truth }) => [value, truth ?? 0]).filter(Number.isFinite);
  const max = props.max ?? Math.max(...values, Number.MIN_VALUE);
  return (
    <table class="figures bars">
      <caption class={quietTitle ? "vh" : undefined}>{title}</caption>
      <thead>
        <tr>
          <th scope="col">{labelHead}</th>
          <th scope="col">
            <span class="vh">Bar</span>
          </th>
          <th scope="col" class="num" data-unit={props.valueUnit}>{valueHead}</th>
        </tr>
      </thead>
      <tbody>
        {bars.map((bar) => (
          <tr key={bar.key} {...props.rowAttributes?.(bar)}>
            <th scope="row">{bar.label}</th>
            <td class="bar-cell">
              <ProbabilityBar
                value={bar.value}
                behind={bar.before ?? null}
                mark={bar.truth ?? null}
                max={max}
              />
            </td>
            <td class="num" title={String(bar.value)}>{format(bar.value, bar)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
