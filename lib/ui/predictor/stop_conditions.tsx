import type { ContextPolicy } from "@/lib/lm/generation/context_policy.ts";
import type { StopReason } from "@/lib/lm/generation/generation.ts";
import { CheckField } from "@/lib/ui/form/check_field.tsx";
import { NumberInput } from "@/lib/ui/form/number_input.tsx";
import { PhraseList } from "@/lib/ui/form/phrase_list.tsx";
import { formatCount } from "@/lib/ui/format.ts";
import { Term } from "@/lib/ui/page/term.tsx";

interface StopConditionsProps {
  readonly stopAtEnd: boolean;
  /** Null for an empty field. */
  readonly maxTokens: number | null;
  /** Stop strings, newlines as `\n`. */
  readonly stop: readonly string[];
  /** Blocked phrases, newlines as `\n`. */
  readonly blocked: readonly string[];
  /** Tokens of context that the visitor set; null for the model's own. */
  readonly contextLimit: number | null;
  /** The model's own; `Infinity` for counts. */
  readonly contextLength: number;
  readonly contextPolicy: ContextPolicy;
  /** The policies offered. Default all that need no further model. */
  readonly policies?: readonly ContextPolicy[];
  /** What is wrong with what stands in a field, by its name in the address. */
  readonly errorOf?: (name: string) => string | null | undefined;
  /** The condition that fired last. */
  readonly fired: StopReason | null;
  readonly onStopAtEnd?: (on: boolean) => void;
  readonly onMaxTokens?: (tokens: number) => void;
  readonly onStop?: (phrases: string[]) => void;
  readonly onBlocked?: (phrases: string[]) => void;
  readonly onContextLimit?: (tokens: number | null) => void;
  readonly onContextPolicy?: (policy: ContextPolicy) => void;
}

/** Context policies in words. */
const POLICY_NAMES: Readonly<Record<ContextPolicy, string>> = {
  reject: "stop",
  truncate_start: "drop the start",
  truncate_middle: "drop the middle",
  keep_prefix: "keep a prefix, drop after it",
  slide_with_sinks: "keep the first tokens as sinks, slide",
  summarize: "summarize (needs a model)",
};

const OFFERED: readonly ContextPolicy[] = [
  "reject",
  "truncate_start",
  "truncate_middle",
  "keep_prefix",
  "slide_with_sinks",
];

/** What is wrong with a field, beside it and after its label. */
function FieldError({ name, label, errorOf }: {
  readonly name: string;
  readonly label: string;
  readonly errorOf: StopConditionsProps["errorOf"];
}) {
  const reason = errorOf?.(name);
  return reason ? <span class="field-error" role="alert">{label} {reason}</span> : null;
}

function MaxTokens({ maxTokens, errorOf, onMaxTokens }: StopConditionsProps) {
  return (
    <label class="inline">
      at most
      <NumberInput
        name="max_tokens"
        class="num"
        min={0}
        step={1}
        value={maxTokens}
        {...(errorOf?.("max_tokens") && { "aria-invalid": "true" as const })}
        onNumber={onMaxTokens}
      />
      tokens <FieldError name="max_tokens" label="number of tokens" errorOf={errorOf} />
    </label>
  );
}

function ContextLimit({ contextLimit, contextLength, errorOf, onContextLimit }: StopConditionsProps) {
  const own = Number.isFinite(contextLength) ? formatCount(contextLength) : "no limit";
  return (
    <label class="inline">
      <Term name="context window" />
      <NumberInput
        name="context_limit"
        class="num"
        min={1}
        step={1}
        {...(Number.isFinite(contextLength) && { max: contextLength })}
        placeholder={own}
        value={contextLimit}
        {...(errorOf?.("context_limit") && { "aria-invalid": "true" as const })}
        onNumber={(tokens) => onContextLimit?.(Number.isNaN(tokens) ? null : tokens)}
      />
      tokens <FieldError name="context_limit" label="context window" errorOf={errorOf} />
    </label>
  );
}

function PolicyChoice({ contextPolicy, policies = OFFERED, errorOf, onContextPolicy }: StopConditionsProps) {
  return (
    <label class="inline">
      when full
      <select
        name="context_policy"
        value={contextPolicy}
        {...(errorOf?.("context_policy") && { "aria-invalid": "true" as const })}
        onChange={(event) => onContextPolicy?.(event.currentTarget.value as ContextPolicy)}
      >
        {policies.map((policy) => (
          <option key={policy} value={policy} selected={policy === contextPolicy}>
            {POLICY_NAMES[policy]}
          </option>
        ))}
      </select>{" "}
      <FieldError name="context_policy" label="policy" errorOf={errorOf} />
    </label>
  );
}

/** Everything that can stop a generation, each set on its own; the one that fired is marked. */
export function StopConditions(props: StopConditionsProps) {
  const mark = (reason: StopReason) => props.fired === reason ? "condition fired" : "condition";
  return (
    <div class="conditions">
      <div class={mark("end")}>
        <CheckField
          name="stop_at_end"
          checked={props.stopAtEnd}
          {...(props.onStopAtEnd && { onChange: props.onStopAtEnd })}
        >
          stop at the <Term name="end token" />
        </CheckField>
      </div>
      <div class={mark("limit")}>
        <MaxTokens {...props} />
      </div>
      <div class={mark("context")}>
        <ContextLimit {...props} />
        <PolicyChoice {...props} />
      </div>
      <div class={mark("stop")}>
        <PhraseList
          name="stop"
          label="Stop strings"
          phrases={props.stop}
          {...(props.onStop && { onChange: props.onStop })}
        />
      </div>
      <div class={mark("blocked")}>
        <PhraseList
          name="blocked"
          label="Blocked phrases"
          phrases={props.blocked}
          {...(props.onBlocked && { onChange: props.onBlocked })}
        />
      </div>
    </div>
  );
}
