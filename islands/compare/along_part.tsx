import type { Comparison } from "@/lib/labs/compare/compare.ts";
import { KldTable } from "@/lib/ui/compare/kld_table.tsx";
import { Panel } from "@/lib/ui/page/panel.tsx";
import { LinePlot } from "@/lib/ui/plot/line_plot.tsx";
import { ScatterPlot } from "@/lib/ui/plot/scatter_plot.tsx";
import { tokenName } from "@/lib/ui/token/pieces.ts";

/** Positions that the scatter draws. */
const MOST_POINTS = 60;

/** One text under two models: the difference of surprise, llama.cpp's figures, and p against p. */
export function AlongPart(
  { answer, names }: { readonly answer: Comparison; readonly names: readonly [string, string] },
) {
  const { along, statistics } = answer;
  const bits = (logProbability: number) => Math.max(0, -logProbability / Math.LN2);
  return (
    <Panel title="Along the text" area="more">
      <LinePlot
        title="Surprise: second less first"
        x={{ label: "token" }}
        y={{ label: "difference", unit: "bits" }}
        series={[{
          label: "above 0 the second is more surprised",
          points: along.map((
            each,
            index,
          ) => [index + 1, bits(each.secondLogProbability) - bits(each.firstLogProbability)]),
        }]}
        height={160}
        reads
      />
      <div class="halves">
        {statistics && <KldTable figures={statistics} />}
        <ScatterPlot
          title="Probability of each token, first against second"
          note={`${names[0]} to the right, ${names[1]} upward`}
          points={along.slice(0, MOST_POINTS).map((each, index) => ({
            key: index,
            label: tokenName(each),
            x: Math.exp(each.firstLogProbability),
            y: Math.exp(each.secondLogProbability),
          }))}
        />
      </div>
    </Panel>
  );
}
