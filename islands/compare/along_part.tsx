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
  const points = along.map(({ firstLogProbability: first, secondLogProbability: second }, index) =>
    [index + 1, bits(second) - bits(first)] as const
  );
  const [low, high] = [Math.min(0, ...points.map(([, y]) => y)), Math.max(0, ...points.map(([, y]) => y))];
  // A line at the edge would run through the axis's name.
  const room = Math.max(0.01, 0.12 * (high - low));
  return (
    <Panel title="Along the text" area="more">
      <LinePlot
        title="Surprise, second less first: above 0 the second is more surprised"
        x={{ label: "token", whole: true }}
        y={{ label: "difference", unit: "bits", min: low - room, max: high + room }}
        series={[{ label: "difference", points }]}
        labels={false}
        placeName={(x) => `token ${x}, ${tokenName(along[x - 1]!)}`}
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
