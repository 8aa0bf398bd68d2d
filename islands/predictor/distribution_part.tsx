import { type Signal, useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { experimentAddress } from "@/lib/experiment/address.ts";
import { embeddedName } from "@/lib/labs/predictor/model_choice.ts";
import type { PredictorPorts } from "@/lib/labs/predictor/ports.ts";
import type { PredictorLab } from "@/lib/labs/predictor/predictor_lab.ts";
import { describeCut } from "@/lib/labs/predictor/views/describe_cut.ts";
import type { DistributionView } from "@/lib/labs/predictor/views/distribution_view.ts";
import { formatPlural } from "@/lib/ui/format.ts";
import { ResultRegion } from "@/lib/ui/page/result_region.tsx";
import { DistributionPanel } from "@/lib/ui/predictor/distribution/distribution_panel.tsx";
import { GuessSentence } from "@/lib/ui/predictor/guess_sentence.tsx";
import { CopyPart } from "./copy_part.tsx";
import { keepFocus } from "./keep_focus.ts";
import { lazyPart } from "./lazy_part.tsx";

const LookupPart = lazyPart(() => import("./lookup_part.tsx"));
const BesidePart = lazyPart(() => import("./beside/beside_part.tsx"));
const BeforePart = lazyPart(() => import("./loop/before_part.tsx"));
const Draws = lazyPart(() => import("./draws_part.tsx"));

/** Milliseconds until an answer that is not there yet dims the bars: most are there before. */
const WAITING = 150;

interface PartProps extends Pick<PredictorPorts, "provider" | "embedded"> {
  readonly lab: PredictorLab;
  /** Path of the page. */
  readonly base: string;
}

/** The distribution of the next token. */
export function DistributionPart(props: PartProps) {
  const { lab } = props;
  const view = lab.views.distribution.value;
  return (
    <Region lab={lab}>
      {view === null ? <NoDistribution lab={lab} /> : <Distribution {...props} view={view} />}
    </Region>
  );
}

/** The bars in it are not drawn again for a key that has no answer yet. */
function Region({ lab, children }: { readonly lab: PredictorLab; readonly children: ComponentChildren }) {
  const { views } = lab;
  const busy = views.busy.value;
  const isWaiting = useSignal(false);
  useEffect(() => {
    if (!busy) return;
    const timer = setTimeout(() => isWaiting.value = true, WAITING);
    return () => {
      clearTimeout(timer);
      isWaiting.value = false;
    };
  }, [busy]);
  return (
    <ResultRegion
      label="Next-token distribution"
      busy={busy}
      stale={views.stale.value}
      source={views.sourceName.value}
      class={isWaiting.value ? "panel area-distribution waiting" : "panel area-distribution"}
    >
      {children}
    </ResultRegion>
  );
}

function Distribution({ lab, base, view, ...ports }: PartProps & { readonly view: DistributionView }) {
  const { state, views, edit, tokens } = lab;
  const numbers = useSignal(false);
  const looking = useSignal(false);
  const drawing = state.drawing.value;
  // The text that is asked with its answer: a key alone changes no bar.
  const query = { ...views.settings.value, text: state.query.peek().text };
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
      still={state.still.value}
      sourceLabel={views.sourceLabel.value}
      top={query.top}
      entropy={view.entropyNats}
      shapedEntropy={shaped ? view.stages.at(-1)?.entropyNats ?? null : null}
      vocabularySize={view.vocabularySize}
      chooseHref={href}
      onChoose={(id) => keepFocus(lab, () => tokens.choose(id))}
      onTop={(top) => edit.setField("top", top)}
      numbers={numbers.value}
      onNumbers={(seen) => numbers.value = seen}
      cut={describeCut(query, view)}
      picked={state.phase.value === "idle" ? null : state.picked.value}
      sentence={<Sentence lab={lab} view={view} shaped={shaped} />}
      second={query.beside !== "" && <BesidePart {...ports} lab={lab} />}
      before={state.prediction.value && <BeforePart lab={lab} />}
      actions={<Actions lab={lab} looking={looking} />}
    >
      {looking.value && <LookupPart lab={lab} size={view.vocabularySize} />}
      {drawing && <Draws lab={lab} view={view} />}
    </DistributionPanel>
  );
}

/** Quiet acts under the bars. */
function Actions({ lab, looking }: { readonly lab: PredictorLab; readonly looking: Signal<boolean> }) {
  const drawing = lab.state.drawing.value;
  return (
    <>
      <button
        type="button"
        class="link needs-js"
        aria-expanded={looking.value}
        onClick={() => looking.value = !looking.value}
      >
        look up
      </button>
      <button type="button" class="link needs-js" aria-expanded={drawing} onClick={lab.toggleDraws}>
        {drawing ? "hide the draws" : "draw 1,000"}
      </button>
      <CopyPart lab={lab} />
    </>
  );
}

/** The answer in words. */
function Sentence(
  { lab, view, shaped }: {
    readonly lab: PredictorLab;
    readonly view: DistributionView;
    readonly shaped: boolean;
  },
) {
  const best = view.rows.reduce<DistributionView["rows"][number] | null>(
    (best, row) => best === null || row.shapedProbability > best.shapedProbability ? row : best,
    null,
  );
  return (
    <GuessSentence
      model={modelName(lab)}
      token={best?.token ?? null}
      probability={best === null ? 0 : shaped ? best.shapedProbability : best.probability}
      shaped={shaped}
      sampled={lab.views.settings.value.pick === "sample"}
      entropy={shaped ? view.stages.at(-1)?.entropyNats ?? view.entropyNats : view.entropyNats}
      vocabularySize={view.vocabularySize}
    />
  );
}

/** The model that answers, as people call it. */
function modelName({ views }: PredictorLab): string {
  const name = views.sourceName.value.split("@")[0] || embeddedName(views.settings.value);
  return name === "counts" ? "The table of counts" : name.split("/").at(-1) ?? name;
}

/** What stands in the distribution's place where there is none: an empty text, or one that does not fit. */
function NoDistribution({ lab }: { readonly lab: PredictorLab }) {
  const { views } = lab;
  return (
    <div class="answer">
      <h1>
        {views.busy.value
          ? "Reading the text"
          : views.tokens.value.length === 0
          ? "Type the beginning of a text."
          : "The text does not fit into the context."}
      </h1>
    </div>
  );
}
