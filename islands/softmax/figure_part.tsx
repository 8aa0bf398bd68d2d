import { useRef } from "preact/hooks";
import { type LogitRange, logitRange } from "@/lib/labs/softmax/logit_range.ts";
import { ResultRegion } from "@/lib/ui/page/result_region.tsx";
import { DistributionSummary } from "@/lib/ui/predictor/distribution_summary.tsx";
import { SoftmaxFigure } from "@/lib/ui/softmax/softmax_figure.tsx";
import { beginMove, editLogits, type SoftmaxPartProps } from "@/islands/softmax/softmax_lab.ts";

/** The figure: drag a logit, watch the probabilities share 100 %. */
export function FigurePart(props: SoftmaxPartProps) {
  const { lab, view, before, held } = props;
  const { temperature, add, logits } = lab.query.value;
  const { report, sample, labels } = view;
  const range = useRef<LogitRange | null>(null);
  range.current = logitRange(logits, range.current);
  const shaped = sample.stages.at(-1)?.entropyNats ?? null;
  return (
    <ResultRegion label="Probabilities" busy={!lab.isCurrent.value} source="softmax" class="figure">
      <SoftmaxFigure
        rows={view.rows}
        other={view.other}
        context={`softmax of the logits${add === 0 ? "" : ` plus ${add}`} at temperature ${temperature}`}
        range={range.current}
        cut={cutOf(props)}
        before={before.value?.length === logits.length ? before.value : null}
        onLogit={(id, logit) => {
          beginMove(props);
          editLogits(lab, (values) => values.with(id, logit));
        }}
        onLogitEnd={() => held.value = false}
      />
      <DistributionSummary
        entropy={report.entropyNats}
        shapedEntropy={shaped === report.entropyNats ? null : shaped}
        vocabularySize={labels.length}
      />
    </ResultRegion>
  );
}

/** The least probability among the tokens that the stages keep; null where they keep all that had any. */
function cutOf({ view }: SoftmaxPartProps): number | null {
  const { report, sample } = view;
  let least = Infinity;
  let cuts = false;
  report.probabilities.forEach((probability, id) => {
    if (sample.probabilities[id]! > 0) least = Math.min(least, probability);
    else if (probability > 0) cuts = true;
  });
  return cuts ? least : null;
}
