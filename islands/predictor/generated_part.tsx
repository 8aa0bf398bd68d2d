import { useSignal } from "@preact/signals";
import { escapePhrase, unescapePhrase } from "@/lib/experiment/fields/text_fields.ts";
import type { PredictorLab } from "@/lib/labs/predictor/predictor_lab.ts";
import type { GeneratedView } from "@/lib/labs/predictor/views/predictor_views.ts";
import { formatPlural } from "@/lib/ui/format.ts";
import { GenerationPanel } from "@/lib/ui/predictor/generation_panel.tsx";
import { StopConditions } from "@/lib/ui/predictor/stop_conditions.tsx";
import { lazyPart } from "./lazy_part.tsx";
import { tokensText } from "@/lib/ui/token/text.ts";

/** The inspector comes with the first token that is opened. */
const Inspector = lazyPart(() => import("./inspector_part.tsx"));

interface PartProps {
  readonly lab: PredictorLab;
  /** Path of the page. */
  readonly base: string;
}

/** The generated tokens, the one that is looked at, and what stops a generation. */
export function GeneratedPart(props: PartProps) {
  const { lab } = props;
  const { state, views, tokens } = lab;
  const focused = useSignal<number | null>(null);
  const generated = views.generated.value.map(withProbability);
  const prompt = views.tokens.value;
  const opened = state.inspection.value;
  const index = opened?.index ?? null;
  const dropped = [...prompt, ...generated].filter((token) => token.dropped).length;
  return (
    <GenerationPanel
      prompt={state.query.value.text}
      tokens={generated}
      stop={views.stop.value}
      running={state.generating.value}
      selected={index}
      focused={focused.value ?? index ?? generated.length - 1}
      dropped={dropped === 0 ? null : `the policy dropped ${formatPlural(dropped, "token")} from the context`}
      onMove={(at) => focused.value = at}
      onSelect={(at) => {
        focused.value = at;
        tokens.inspect(index === at ? null : prompt.length + at);
      }}
    >
      <p class="vh" aria-live="polite">{state.generating.value ? "" : tokensText(generated)}</p>
      {opened && <Inspector {...props} opened={opened} />}
      <Stops lab={lab} />
    </GenerationPanel>
  );
}

function Stops({ lab }: { readonly lab: PredictorLab }) {
  const { state, views, edit } = lab;
  const query = state.query.value;
  const model = state.prediction.value?.model;
  return (
    <details class="more">
      <summary>Stop conditions and context</summary>
      <StopConditions
        stopAtEnd={query.stop_at_end}
        maxTokens={query.max_tokens}
        stop={query.stop.map(escapePhrase)}
        blocked={query.blocked.map(escapePhrase)}
        contextLimit={query.context_limit}
        contextLength={model?.contextLength ?? views.contextLimit.value}
        contextPolicy={query.context_policy}
        fired={views.stop.value}
        onStopAtEnd={(on) => edit.setField("stop_at_end", on)}
        onMaxTokens={(tokens) => edit.setField("max_tokens", tokens)}
        onStop={(phrases) => edit.setField("stop", phrases.map(unescapePhrase))}
        onBlocked={(phrases) => edit.setField("blocked", phrases.map(unescapePhrase))}
        onContextLimit={(tokens) => edit.setField("context_limit", tokens)}
        onContextPolicy={(policy) => edit.setField("context_policy", policy)}
      />
    </details>
  );
}

function withProbability(token: GeneratedView) {
  return { ...token, probability: Math.exp(token.logProbability) };
}
