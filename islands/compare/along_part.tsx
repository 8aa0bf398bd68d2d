import type { Comparison } from "@/lib/labs/compare/compare.ts";
import { KldTable } from "@/lib/ui/compare/kld_table.tsx";
import { ProbabilityPlane } from "@/lib/ui/compare/probability_plane.tsx";
import { Panel } from "@/lib/ui/page/panel.tsx";
import { LinePlot } from "@/lib/ui/plot/line_plot.tsx";
import { tokenName } from "@/lib/ui/token/pieces.ts";

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
        <ProbabilityPlane
          title="Probability of each token, first against second"
          names={names}
          points={along.map((each) => ({
            label: tokenName(each),
            first: Math.exp(each.firstLogProbability),
            second: Math.exp(each.secondLogProbability),
          }))}
        />
      </div>
    </Panel>
  );
}
