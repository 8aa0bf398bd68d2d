import type { PredictorLab } from "@/lib/labs/predictor/predictor_lab.ts";
import { SamplerPanel } from "@/lib/ui/predictor/sampler_panel.tsx";

/** The sampler's stages, the choice between greedy and sampled, and the seed. */
export function SamplerPart({ lab }: { readonly lab: PredictorLab }) {
  const { state, views, edit } = lab;
  const query = state.query.value;
  const view = views.distribution.value;
  const size = view?.vocabularySize ?? 0;
  const left = new Map(view?.stages.map((stage) => [stage.name, stage]));
  return (
    <SamplerPanel
      settings={query}
      stages={query.stages.map((name) => {
        const { keptCount = size, mass = 1, bars = [], active = false } = left.get(name) ?? {};
        return { name, kept: keptCount, mass, bars, active };
      })}
      vocabularySize={size}
      pick={query.pick}
      seed={query.seed}
      onSetting={(name, value) => edit.setField(name, value)}
      onMove={edit.moveStage}
      onPick={(pick) => edit.setField("pick", pick)}
      onSeed={(seed) => edit.setField("seed", seed)}
    />
  );
}
