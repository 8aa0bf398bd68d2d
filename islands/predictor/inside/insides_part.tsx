import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { EmbeddedModel } from "@/lib/embedded/embedded_model.ts";
import type { Prediction } from "@/lib/labs/predictor/answer.ts";
import { layerGuesses, quotedToken } from "@/lib/labs/predictor/views/layer_guesses.ts";
import { Fold } from "@/lib/ui/page/fold.tsx";
import { InsidesView, type InsidesViewProps } from "@/lib/ui/predictor/insides_view.tsx";
import { HeadsPart } from "./heads_part.tsx";
import type { InsidesPanelProps } from "./insides_panel_props.ts";
import { SentInsides } from "./sent_insides.tsx";
import { describeLead, LayerStrips } from "@/lib/ui/predictor/layer_strips.tsx";

/** Columns of the attention's table: more would not be read. */
const MAX_TOKENS = 24;

/** Milliseconds that an answer stands before it is looked into: that runs the model once more. */
const PAUSE = 200;

/** The insides of the prediction that is shown, where the site's own Transformer made it. */
export default function InsidesPart({ lab, sent }: InsidesPanelProps) {
  const { state } = lab;
  const view = useSignal<InsidesViewProps | null | undefined>(undefined);
  const [prediction, generating] = [state.prediction.value, state.generating.value];
  useEffect(() => {
    if (generating) return;
    let isCurrent = true;
    const timer = setTimeout(async () => {
      const found = await insidesOf(prediction).catch(() => null);
      if (isCurrent) view.value = found;
    }, PAUSE);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [prediction, generating]);
  if (view.value === undefined) return <SentInsides sent={sent} />;
  if (view.value === null) return <p class="quiet small">Inside the model: nothing to look at yet.</p>;
  const { guesses } = view.value;
  return (
    <>
      <h2 class="small">{describeLead(guesses)}</h2>
      <div class="inside-figure">
        <LayerStrips guesses={guesses} />
        <HeadsPart lab={lab} insides={view.value} />
      </div>
      <Fold summary="what each head read, as tables">
        <InsidesView {...view.value} />
      </Fold>
    </>
  );
}

async function insidesOf(prediction: Prediction | null): Promise<InsidesViewProps | null> {
  const model = prediction?.model as Partial<EmbeddedModel> | undefined;
  if (!prediction || !model?.inside || prediction.end.raw === null) return null;
  const { context } = prediction.end;
  const { attention, guesses } = await model.inside(context);
  const { vocabulary } = prediction.model;
  const from = Math.max(0, context.length - MAX_TOKENS);
  return {
    attention,
    from,
    tokens: context.slice(from).map((id) => quotedToken(vocabulary, id)),
    guesses: layerGuesses(guesses, vocabulary),
  };
}
