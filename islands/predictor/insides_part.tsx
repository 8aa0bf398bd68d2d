import { useComputed } from "@preact/signals";
import type { PredictorLab } from "@/lib/labs/predictor/predictor_lab.ts";
import type { Prediction } from "@/lib/labs/predictor/prediction.ts";
import type { EmbeddedModel } from "@/lib/embedded/embedded_model.ts";
import { joinTokens } from "@/lib/lm/decode_bytes.ts";
import { lookInside } from "@/lib/embedded/insides.ts";
import { InsidesView } from "@/lib/ui/predictor/insides_view.tsx";

/** Columns of the attention's table: more would not be read. */
const MOST_TOKENS = 24;

/** The insides of the prediction that is shown, where the site's own Transformer made it. */
export default function InsidesPart({ lab }: { readonly lab: PredictorLab }) {
  const view = useComputed(() => insidesOf(lab.state.prediction.value)).value;
  if (view === null) {
    return <p class="quiet">There is no prediction by the site's own Transformer to look into.</p>;
  }
  return <InsidesView {...view} />;
}

function insidesOf(prediction: Prediction | null) {
  const model = prediction?.model as Partial<EmbeddedModel> | undefined;
  if (!prediction || !model?.observe || prediction.end.context.length === 0) return null;
  const { context } = prediction.end;
  const { attention, guesses } = lookInside(model as EmbeddedModel, context);
  const textOf = (id: number) => JSON.stringify(joinTokens(prediction.model.vocabulary, [id]));
  const from = Math.max(0, context.length - MOST_TOKENS);
  return {
    attention,
    from,
    tokens: context.slice(from).map(textOf),
    guesses: guesses.map((each) => each.map(({ id, probability }) => ({ text: textOf(id), probability }))),
  };
}
