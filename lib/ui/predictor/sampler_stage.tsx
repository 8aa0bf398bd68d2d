import { type StageName, STAGES } from "@/lib/lm/sampler/stages.ts";
import { formatPlural, formatProbability } from "@/lib/ui/format.ts";
import { NumberInput } from "@/lib/ui/form/number_input.tsx";
import { StageGrip } from "@/lib/ui/predictor/stage_grip.tsx";
import { Term } from "@/lib/ui/page/term.tsx";

/** What a stage leaves of the distribution. */
export interface StageView {
  readonly name: StageName;
  /** Tokens that still have probability after the stage. */
  readonly kept: number;
  /** Mass that survives of the distribution that came into the stage, 0 to 1. */
  readonly mass: number;
  /** Probabilities of the likeliest tokens after the stage, likeliest first. */
  readonly bars: readonly number[];
  /** Whether the stage changes anything. */
  readonly active: boolean;
  /** What stands in the field and cannot be used, with the reason; null where the field holds its value. */
  readonly draft: { readonly value: number | null; readonly error: string } | null;
}

interface SamplerStageProps {
  readonly stage: StageView;
  readonly value: number;
  readonly vocabularySize: number;
  /** Place in the order, from 0. */
  readonly index: number;
  /** The whole order after a move up or down; null at the ends. */
  readonly up: readonly StageName[] | null;
  readonly down: readonly StageName[] | null;
  readonly onSetting?: (name: StageName, value: number) => void;
  readonly onMove?: (name: StageName, to: number) => void;
}

/** The likeliest tokens after the stage as columns; heights are SVG attributes. */
function StageBars({ bars }: { readonly bars: readonly number[] }) {
  const shown = bars.slice(0, 12);
  return (
    <svg class="stage-bars" width="72" height="20" aria-hidden="true" focusable="false">
      {shown.map((bar, index) => {
        const height = bar > 0 ? Math.max(1, Number((bar * 20).toFixed(2))) : 0;
        return <rect key={index} x={index * 6} y={20 - height} width="5" height={height} />;
      })}
    </svg>
  );
}

function MoveButton(
  props: SamplerStageProps & { readonly order: readonly StageName[] | null; readonly by: -1 | 1 },
) {
  const { stage, order, by, index, onMove } = props;
  const label = `Move ${STAGES[stage.name].label} ${by < 0 ? "up" : "down"}`;
  return (
    <button
      type="submit"
      class="plain move no-script"
      name="stages"
      value={order?.join(",") ?? ""}
      aria-label={label}
      disabled={order === null}
      onClick={(event) => {
        if (!onMove) return;
        event.preventDefault();
        onMove(stage.name, index + by);
      }}
    >
      {by < 0 ? "↑" : "↓"}
    </button>
  );
}

function StageInputs({ stage, value, onSetting }: SamplerStageProps) {
  const { label: title, slider: { min, max, step }, max: limit } = STAGES[stage.name];
  const change = (next: number) => {
    if (Number.isFinite(next)) onSetting?.(stage.name, next);
  };
  return (
    <>
      <input
        type="range"
        class="needs-js"
        aria-label={`${title}, slider`}
        min={min}
        max={max}
        step={step}
        value={value}
        onInput={(event) => change(event.currentTarget.valueAsNumber)}
      />
      <NumberInput
        class="num"
        name={stage.name}
        aria-label={title}
        min={min === 1 ? 0.01 : min}
        {...(limit !== undefined && { max: limit })}
        step={step === 1 ? 1 : "any"}
        value={stage.draft ? stage.draft.value : value}
        {...(stage.draft && { "aria-invalid": "true" as const })}
        onNumber={change}
      />
    </>
  );
}

function leaves({ stage, vocabularySize }: SamplerStageProps): string {
  const kept = stage.kept === vocabularySize
    ? `all ${formatPlural(stage.kept, "token")}`
    : formatPlural(stage.kept, "token");
  return stage.mass === 1 ? kept : `${kept}, ${formatProbability(stage.mass)} of the mass`;
}

/** One stage: its setting, what it leaves, and its place in the order. */
export function SamplerStage(props: SamplerStageProps) {
  const { stage, onMove } = props;
  return (
    <li
      class={stage.active ? "stage active" : "stage"}
      data-stage={stage.name}
    >
      <span class="stage-name">
        <Term name={STAGES[stage.name].label} />
      </span>
      <StageInputs {...props} />
      <span class="stage-move">
        {onMove && (
          <StageGrip
            name={stage.name}
            title={STAGES[stage.name].label}
            index={props.index}
            onMove={onMove}
          />
        )}
        <MoveButton {...props} order={props.up} by={-1} />
        <MoveButton {...props} order={props.down} by={1} />
      </span>
      <StageBars bars={stage.bars} />
      <span class="stage-leaves quiet small" title={`Surviving mass ${stage.mass}`}>
        {stage.draft && (
          <span class="field-error" role="alert">
            {`${STAGES[stage.name].label} ${stage.draft.error} · `}
          </span>
        )}
        {stage.active ? "" : "off · "}
        {leaves(props)}
      </span>
    </li>
  );
}
