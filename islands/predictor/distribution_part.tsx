import { useSignal } from "@preact/signals";
import { experimentAddress } from "@/lib/experiment/address.ts";
import type { DistributionView } from "@/lib/labs/predictor/views/distribution_view.ts";
import type { PredictorLab } from "@/lib/labs/predictor/predictor_lab.ts";
import { DRAWS } from "@/lib/labs/predictor/views/predictor_views.ts";
import { DistributionPanel } from "@/lib/ui/predictor/distribution_panel.tsx";
import { DrawCounts } from "@/lib/ui/predictor/draw_counts.tsx";
import { formatPlural } from "@/lib/ui/format.ts";
import { LookupToken } from "@/lib/ui/predictor/lookup_token.tsx";
import { ResultRegion } from "@/lib/ui/page/result_region.tsx";
import { CopyPart } from "./copy_part.tsx";

interface PartProps {
  readonly lab: PredictorLab;
  /** Path of the page. */
  readonly base: string;
}

/** The distribution of the next token. */
export function DistributionPart(props: PartProps) {
  const { lab } = props;
  const view = lab.views.distribution.value;
  return view === null ? <NoDistribution lab={lab} /> : <Distribution {...props} view={view} />;
}

function Distribution({ lab, base, view }: PartProps & { readonly view: DistributionView }) {
  const { state, views, edit, tokens } = lab;
  const query = state.query.value;
  const ghost = state.ghost.value;
  const generated = views.generated.value.length;
  const shaped = view.stages.some((stage) => stage.active);
  const href = (id: number) => experimentAddress(base, { ...query, path: [...query.path, id] }).address;
  return (
    <DistributionPanel
      rows={view.rows.map((row) => ({ ...row, previous: ghost.get(row.id) ?? null }))}
      other={view.other}
      shaped={shaped}
      context={generated === 0 ? "" : `after ${formatPlural(generated, "generated token")}`}
      busy={views.busy.value}
      source={views.sourceName.value}
      sourceLabel={views.sourceLabel.value}
      top={query.top}
      entropy={view.entropyNats}
      shapedEntropy={shaped ? view.stages.at(-1)?.entropyNats ?? null : null}
      vocabularySize={view.vocabularySize}
      chooseHref={href}
      onChoose={tokens.choose}
      onTop={(top) => edit.setField("top", top)}
      actions={<CopyPart lab={lab} />}
      lookup={
        <>
          <Lookup lab={lab} size={view.vocabularySize} />
          <Draws lab={lab} view={view} />
        </>
      }
    />
  );
}

/** What stands in the distribution's place where there is none: an empty text, or one that does not fit. */
function NoDistribution({ lab }: { readonly lab: PredictorLab }) {
  const { views } = lab;
  return (
    <ResultRegion
      label="Next-token distribution"
      busy={views.busy.value}
      source={views.sourceName.value}
      class="panel area-distribution"
    >
      <div class="panel-head">
        <h2>Next-token distribution</h2>
      </div>
      <p class="quiet">
        {views.tokens.value.length === 0
          ? "There is no token to predict from: type the beginning of a text."
          : "There is no distribution: the text does not fit into the context."}
      </p>
    </ResultRegion>
  );
}

function Lookup({ lab, size }: { readonly lab: PredictorLab; readonly size: number }) {
  const asked = useSignal("");
  const found = lab.state.lookedUp.value;
  const [first] = found?.rows ?? [];
  const parts = first && first.tokens > 1 ? `the first of the ${first.tokens} tokens of this text` : null;
  return (
    <LookupToken
      query={asked.value}
      result={asked.value === "" ? null : first?.row ?? null}
      message={asked.value === "" ? null : found?.reason || parts}
      vocabularySize={size}
      onInput={(text) => {
        asked.value = text;
        lab.tokens.lookUp(text);
      }}
    />
  );
}

function Draws({ lab, view }: { readonly lab: PredictorLab; readonly view: DistributionView }) {
  const draws = lab.views.draws.value;
  const counts = draws?.counts.map((count, i) => ({
    count,
    token: view.rows[i]!.token,
    probability: view.rows[i]!.shapedProbability,
  })).filter(({ count, probability }) => count > 0 || probability > 0);
  const { count: kinds, shapedProbability: probability } = view.other;
  return (
    <DrawCounts
      draws={draws ? DRAWS : 0}
      counts={counts ?? []}
      other={draws && { kinds, count: draws.other, probability }}
      seed={lab.state.query.value.seed}
      onDraw={lab.toggleDraws}
    />
  );
}
