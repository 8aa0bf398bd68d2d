import { BarChart } from "@/lib/ui/plot/bar_chart.tsx";
import { formatBinaryBytes, formatCount } from "@/lib/ui/format.ts";

interface BesideWeightsProps {
  readonly lengths: readonly {
    readonly tokens: number;
    readonly lowerBytes: number;
    readonly upperBytes: number;
  }[];
  /** Null where they are not known. */
  readonly weightBytes: number | null;
  readonly batch: number;
}

/** The cache at a short and at a long context, beside the weights. */
export function BesideWeights({ lengths, weightBytes, batch }: BesideWeightsProps) {
  const bars = lengths.map(({ tokens, lowerBytes, upperBytes }) => ({
    key: tokens,
    label: `cache, ${formatCount(batch)} × ${formatCount(tokens)} tokens`,
    value: lowerBytes,
    truth: upperBytes === lowerBytes ? null : upperBytes,
  }));
  const weights = weightBytes === null ? [] : [{ key: "weights", label: "weights", value: weightBytes }];
  return (
    <>
      <BarChart
        title="Cache and weights"
        bars={[...weights, ...bars]}
        labelHead="Part"
        valueHead="Memory"
        valueUnit="bytes"
        format={formatBinaryBytes}
        rowAttributes={({ key, value }) => ({ "data-part": key, "data-bytes": value })}
      />
      {weightBytes === null && (
        <p class="hint">Give the weights' size, or choose a published model, to see them beside the cache.</p>
      )}
      {bars.some(({ truth }) => truth !== null) && (
        <p class="hint">The mark is the upper bound: the full length in every attention layer.</p>
      )}
    </>
  );
}
