import { useSignal } from "@preact/signals";
import { readPastedSettings } from "@/lib/labs/predictor/pasted_settings.ts";
import type { PredictorLab } from "@/lib/labs/predictor/predictor_lab.ts";
import { PRESETS } from "@/lib/labs/predictor/presets.ts";

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
    </div>
  );
}
