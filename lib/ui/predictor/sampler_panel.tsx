import type { SamplerSettings, StageName } from "@/lib/lm/sampler/settings.ts";
import { Handle } from "@/lib/ui/form/handle.tsx";
import { formatFigure } from "@/lib/ui/format.ts";
import { Fold } from "@/lib/ui/page/fold.tsx";
import { Panel } from "@/lib/ui/page/panel.tsx";
import { SamplerStage, type StageView } from "@/lib/ui/predictor/sampler_stage.tsx";
import type { ComponentChildren } from "preact";

interface SamplerPanelProps {
  readonly settings: SamplerSettings;
  /** What each stage leaves, in the order they run; all of `settings.stages`. */
  readonly stages: readonly StageView[];
  readonly vocabularySize: number;
  /** Stages that change something, in words: `top-p 0.92`; empty where all are off. */
  readonly active: string;
  /** Presets and pasted settings. */
  readonly children?: ComponentChildren;
  /** The pipeline was opened or closed. */
  readonly onOpen?: (open: boolean) => void;
  readonly onSetting?: (name: StageName, value: number) => void;
  /** The stage was moved to another place in the order. */
  readonly onMove?: (name: StageName, to: number) => void;
}

/** The order with one stage moved. */
export function moveStage(stages: readonly StageName[], name: StageName, to: number): StageName[] {
  const rest = stages.filter((stage) => stage !== name);
  rest.splice(Math.min(Math.max(to, 0), rest.length), 0, name);
  return rest;
}

/** The control that one moves most, large, under the figure that it changes. */
function Temperature({ settings, onSetting }: SamplerPanelProps) {
  const { temperature } = settings;
  const digits = Number.isInteger(temperature * 10) ? 1 : 2;
  return (
    <div class="temperature needs-js">
      <p class="small">
        <b>Temperature {formatFigure(temperature, digits)}</b>{" "}
        <span class="quiet">
          {temperature === 0 ? "always the likeliest" : "cold: the likeliest takes all · hot: all alike"}
        </span>
      </p>
      <Handle
        label="Temperature"
        value={temperature}
        min={0}
        max={2}
        step={0.05}
        {...(onSetting && { onInput: (value: number) => onSetting("temperature", value) })}
      />
    </div>
  );
}

/** The sampler as an ordered pipeline, folded: each stage's setting and what it leaves; over it the temperature. */
export function SamplerPanel(props: SamplerPanelProps) {
  const { settings, stages, active } = props;
  return (
    <Panel title="Sampler" area="sampler" quietTitle>
      <Temperature {...props} />
      <Fold
        summary={active === "" ? "presets · top-k, top-p, min-p, penalty: off" : <b>{active}</b>}
        {...(props.onOpen && { onToggle: props.onOpen })}
      >
        {props.children}
        <ol class="stages">
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
      </Fold>
    </Panel>
  );
}
