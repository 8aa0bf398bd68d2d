import type { TrainLab } from "@/lib/labs/train/train_lab.ts";
import { tokenLabel } from "@/lib/training/data/corpus_tokenizer.ts";
import { formatCount, formatProbability } from "@/lib/ui/format.ts";
import { Panel } from "@/lib/ui/page/panel.tsx";
import { ScatterPlot } from "@/lib/ui/plot/scatter_plot.tsx";

/** The embeddings in the plane of their greatest differences, moving as the network learns. */
export function MapPart({ lab }: { readonly lab: TrainLab }) {
  const facts = lab.views.facts.value;
  const look = lab.state.look.value;
  if (facts === null || look === null) return null;
  const { tokenizer, shape } = facts;
  const points = look.points.map(({ id, x, y }) => ({
    key: id,
    label: tokenLabel(tokenizer, id),
    x,
    y,
    marked: look.context.includes(id),
  }));
  const some = points.length < shape.vocabulary
    ? ` The ${formatCount(points.length)} most frequent of ${formatCount(shape.vocabulary)} tokens.`
    : "";
  return (
    <Panel title="Map of the words" area="map">
      <ScatterPlot
        title="Embeddings in two dimensions"
        points={points}
        note={`Where the words lie along the two directions in which their ${shape.embedding} numbers differ most: ${
          formatProbability(look.shown)
        } of the variance. In so small a text, near need not mean alike.${some}`}
      />
    </Panel>
  );
}
