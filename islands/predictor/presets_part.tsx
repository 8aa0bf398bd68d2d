import { useSignal } from "@preact/signals";
import { readPastedSettings } from "@/lib/labs/predictor/pasted_settings.ts";
import type { PredictorLab } from "@/lib/labs/predictor/predictor_lab.ts";
import { PRESETS } from "@/lib/labs/predictor/presets.ts";
import { stageCuts } from "@/lib/labs/predictor/views/stage_cuts.ts";
import { tokenView } from "@/lib/labs/predictor/views/token_view.ts";
import { STAGES } from "@/lib/lm/sampler/stages.ts";
import { formatPlural } from "@/lib/ui/format.ts";
import { TokenChip } from "@/lib/ui/token/chip.tsx";

/** Named samplers, and settings pasted from elsewhere. */
export default function PresetsPart({ lab }: { readonly lab: PredictorLab }) {
  const said = useSignal("");
  const paste = (text: string) => {
    const { settings, notApplied } = readPastedSettings(text);
    const missing = notApplied.length === 0
      ? ""
      : ` Not applied, since this page lacks it: ${notApplied.join(", ")}.`;
    if (settings === null) {
      said.value = text.trim() === "" ? "" : `No sampler setting was found in it.${missing}`;
      return;
    }
    lab.edit.change(settings, "push");
    said.value = `Applied, in that engine's order where it was given.${missing}`;
  };
  return (
    <div class="presets-part">
      <div class="pills" role="group" aria-label="Presets">
        {PRESETS.map(({ name, note, settings }) => (
          <button
            key={name}
            type="button"
            class="pill"
            title={note}
            onClick={() => {
              lab.edit.change(settings, "push");
              said.value = `${name}: ${note}.`;
            }}
          >
            {name}
          </button>
        ))}
      </div>
      <label class="stack">
        Paste your settings: JSON, or a command line
        <textarea
          rows={2}
          class="mono"
          spellcheck={false}
          placeholder='{"temperature": 0.8, "top_p": 0.92} or --temp 0.8 --top-k 40'
          onInput={(event) => paste(event.currentTarget.value)}
        />
      </label>
      <p class="small quiet" role="status">{said.value}</p>
      <Cuts lab={lab} />
    </div>
  );
}

/** Likeliest tokens that are looked through for those that a stage cut, and how many of them it names. */
const SEEN = 400;
const NAMED = 4;

/** Which tokens each stage cuts of what the model says here, the likeliest of them by name. */
function Cuts({ lab }: { readonly lab: PredictorLab }) {
  const prediction = lab.state.prediction.value;
  const query = lab.views.settings.value;
  const source = prediction?.reading.distribution(prediction, {
    ...query,
    text: prediction.prompt.text,
    top: SEEN,
  });
  const cuts = source ? stageCuts(source) : [];
  if (!prediction || cuts.length === 0) return null;
  return (
    <ul class="stage-cuts small" aria-label="What each stage cuts">
      {cuts.map(({ name, count, tokens }) => (
        <li key={name} data-stage-cut={name}>
          <b>{STAGES[name].label}</b> cuts {formatPlural(count, "token")}
          {tokens.length > 0 && ": "}
          {tokens.slice(0, NAMED).map((token) => (
            <>
              <TokenChip key={token.id} token={tokenView(prediction.model.vocabulary, token.id)} />
              {" "}
            </>
          ))}
          {count > Math.min(tokens.length, NAMED) && "…"}
        </li>
      ))}
    </ul>
  );
}
