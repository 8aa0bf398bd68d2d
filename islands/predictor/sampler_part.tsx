import { useSignal } from "@preact/signals";
import { lazyPart } from "./lazy_part.tsx";
import { shownNumber } from "@/lib/labs/experiment/drafts.ts";
import type { PredictorLab } from "@/lib/labs/predictor/predictor_lab.ts";
import { STAGES } from "@/lib/lm/sampler/stages.ts";
import { SamplerPanel } from "@/lib/ui/predictor/sampler_panel.tsx";

const PresetsPart = lazyPart(() => import("./presets_part.tsx"));

/** The temperature, and the sampler's stages. */
export function SamplerPart({ lab }: { readonly lab: PredictorLab }) {
  const { views, edit } = lab;
  const open = useSignal(false);
  const query = views.settings.value;
  const drafts = lab.state.drafts.value;
  const view = views.distribution.value;
  const size = view?.vocabularySize ?? 0;
  const left = new Map(view?.stages.map((stage) => [stage.name, stage]));
  const active = query.stages.filter((name) => name !== "temperature" && left.get(name)?.active);
  return (
    <SamplerPanel
      settings={query}
      stages={query.stages.map((name) => {
        const { keptCount = size, mass = 1, bars = [], active = false } = left.get(name) ?? {};
        const error = drafts[name]?.error;
        const draft = error ? { value: shownNumber(drafts, name, null), error } : null;
        return { name, kept: keptCount, mass, bars, active, draft };
      })}
      vocabularySize={size}
      active={active.map((name) => `${STAGES[name].label} ${query[name]}`).join(", ")}
      onSetting={(name, value) => edit.setField(name, value)}
      onMove={edit.moveStage}
      onOpen={(is) => open.value ||= is}
    >
      {open.value && <PresetsPart lab={lab} />}
    </SamplerPanel>
  );
}
