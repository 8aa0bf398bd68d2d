import type { PickMode } from "@/lib/lm/sampler/pick_mode.ts";
import type { SamplerSettings, StageName } from "@/lib/lm/sampler/settings.ts";
import { Panel } from "@/lib/ui/page/panel.tsx";
import { SamplerStage, type StageView } from "@/lib/ui/predictor/sampler_stage.tsx";
import { Term } from "@/lib/ui/page/term.tsx";

/** Props of {@linkcode SamplerPanel}. */
export interface SamplerPanelProps {
  readonly settings: SamplerSettings;
  /** What each stage leaves, in the order they run; all of `settings.stages`. */
  readonly stages: readonly StageView[];
  readonly vocabularySize: number;
  readonly pick: PickMode;
  readonly seed: number;
  readonly onSetting?: (name: StageName, value: number) => void;
  /** The stage was moved to another place in the order. */
  readonly onMove?: (name: StageName, to: number) => void;
  readonly onPick?: (pick: PickMode) => void;
  readonly onSeed?: (seed: number) => void;
}

/** The order with one stage moved. */
export function moveStage(stages: readonly StageName[], name: StageName, to: number): StageName[] {
  const rest = stages.filter((stage) => stage !== name);
  rest.splice(Math.min(Math.max(to, 0), rest.length), 0, name);
  return rest;
}

function PickChoice(
  { pick, onPick }: { readonly pick: PickMode; readonly onPick?: (pick: PickMode) => void },
) {
  return (
    <fieldset class="choices">
      <legend class="vh">How the next token is picked</legend>
      {(["greedy", "sample"] as const).map((value) => (
        <label class="inline" key={value}>
          <input
            type="radio"
            name="pick"
            value={value}
            checked={pick === value}
            onChange={() => onPick?.(value)}
          />
          <Term name={value} />
        </label>
      ))}
    </fieldset>
  );
}

function SeedField({ seed, onSeed }: { readonly seed: number; readonly onSeed?: (seed: number) => void }) {
  return (
    <label class="inline">
      Seed
      <input
        type="number"
        name="seed"
        class="num seed"
        min={0}
        step={1}
        value={seed}
        onInput={(event) => onSeed?.(event.currentTarget.valueAsNumber)}
      />
    </label>
  );
}

function dropStage(event: DragEvent, props: SamplerPanelProps): void {
  const name = event.dataTransfer?.getData("text/plain") as StageName;
  const row = (event.target as Element).closest<HTMLElement>("[data-stage]");
  const to = props.settings.stages.indexOf(row?.dataset["stage"] as StageName);
  if (to < 0 || !props.settings.stages.includes(name)) return;
  event.preventDefault();
  props.onMove?.(name, to);
}

/** The sampler as an ordered pipeline: each stage's setting and what it leaves; greedy or sampled; the seed. */
export function SamplerPanel(props: SamplerPanelProps) {
  const { settings, stages } = props;
  return (
    <Panel
      title="Sampler"
      area="sampler"
      aside={<PickChoice pick={props.pick} {...(props.onPick && { onPick: props.onPick })} />}
    >
      <ol
        class="stages"
        onDragOver={(event: DragEvent) => event.preventDefault()}
        onDrop={(event: DragEvent) => dropStage(event, props)}
      >
        {stages.map((stage, index) => (
          <SamplerStage
            key={stage.name}
            stage={stage}
            value={settings[stage.name]}
            vocabularySize={props.vocabularySize}
            up={index > 0 ? moveStage(settings.stages, stage.name, index - 1) : null}
            down={index < stages.length - 1 ? moveStage(settings.stages, stage.name, index + 1) : null}
            index={index}
            {...(props.onSetting && { onSetting: props.onSetting })}
            {...(props.onMove && { onMove: props.onMove })}
          />
        ))}
      </ol>
      <input type="hidden" name="stages" value={settings.stages.join(",")} />
      <div class="toolbar">
        <SeedField seed={props.seed} {...(props.onSeed && { onSeed: props.onSeed })} />
        <span class="quiet small">NumPy's default_rng(seed)</span>
      </div>
    </Panel>
  );
}
