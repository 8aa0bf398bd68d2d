import type { SamplerSettings, StageName } from "@/lib/lm/sampler/settings.ts";
import { NumberField } from "@/lib/ui/form/text_fields.tsx";
import { formatFigure } from "@/lib/ui/format.ts";
import { FormRow } from "@/lib/ui/form/field.tsx";
import { Panel } from "@/lib/ui/page/panel.tsx";
import { moveStage } from "@/lib/ui/predictor/sampler_panel.tsx";
import { SamplerStage, type StageView } from "@/lib/ui/predictor/sampler_stage.tsx";
import { SliderField } from "@/lib/ui/form/slider_field.tsx";

/** The settings beside the distribution. */
export interface SoftmaxSettings extends Omit<SamplerSettings, "repetition_penalty"> {
  readonly add: number;
  readonly seed: number;
  readonly draws: number;
}

/** Props of {@linkcode SoftmaxControls}. */
export interface SoftmaxControlsProps {
  readonly query: SoftmaxSettings;
  readonly stages: readonly StageView[];
  readonly vocabularySize: number;
  /** The largest change of a probability by the constant alone, and by the temperature alone. */
  readonly changeByAdding: number;
  readonly changeByDividing: number;
  readonly onChange?: (patch: Partial<SoftmaxSettings>) => void;
}

/** Rounding of an addition is no change. */
function changeText(change: number): string {
  return change < 1e-9
    ? "changes no probability"
    : `changes a probability by up to ${formatFigure(change, 3)}`;
}

function AddAndDivide({ query, changeByAdding, changeByDividing, onChange }: SoftmaxControlsProps) {
  return (
    <Panel title="Add or divide" area="run">
      <SliderField
        label="Add to every logit"
        title="Constant added to every logit"
        name="add"
        value={query.add}
        min={-1000}
        max={1000}
        step={1}
        hint={changeText(changeByAdding)}
        onInput={(add) => onChange?.({ add })}
      />
      <SliderField
        label="Divide by temperature"
        title="Temperature that divides every logit"
        name="temperature"
        value={query.temperature}
        min={0}
        max={3}
        step={0.1}
        hint={changeText(changeByDividing)}
        onInput={(temperature) => onChange?.({ temperature })}
      />
    </Panel>
  );
}

function Stages(props: SoftmaxControlsProps) {
  const { query, stages, vocabularySize, onChange } = props;
  return (
    <ol class="stages">
      {stages.filter(({ name }) => name !== "temperature").map((stage) => {
        const index = query.stages.indexOf(stage.name);
        const move = (to: number): StageName[] => moveStage(query.stages, stage.name, to);
        return (
          <SamplerStage
            key={stage.name}
            stage={stage}
            value={query[stage.name as "top_k"]}
            vocabularySize={vocabularySize}
            index={index}
            up={index > 0 ? move(index - 1) : null}
            down={index < stages.length - 1 ? move(index + 1) : null}
            onSetting={(name, value) => onChange?.({ [name]: value })}
            onMove={(name, to) => onChange?.({ stages: moveStage(query.stages, name, to) })}
          />
        );
      })}
    </ol>
  );
}

/** What adds, what divides, what cuts, and what draws. */
export function SoftmaxControls(props: SoftmaxControlsProps) {
  const { query, onChange } = props;
  return (
    <>
      <AddAndDivide {...props} />
      <Panel title="Sampler" area="sampler">
        <Stages {...props} />
        <input type="hidden" name="stages" value={query.stages.join(",")} />
        <FormRow>
          <NumberField
            label="Seed"
            name="seed"
            value={query.seed}
            min={0}
            step={1}
            onInput={(seed) => Number.isSafeInteger(seed) && seed >= 0 && onChange?.({ seed })}
          />
          <NumberField
            label="Draws"
            name="draws"
            value={query.draws}
            min={0}
            max={100_000}
            step={1}
            onInput={(draws) =>
              Number.isInteger(draws) && draws >= 0 && draws <= 100_000 && onChange?.({ draws })}
          />
        </FormRow>
      </Panel>
    </>
  );
}
