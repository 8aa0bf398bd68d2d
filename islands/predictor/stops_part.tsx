import { escapePhrase, unescapePhrase } from "@/lib/experiment/fields/text_fields.ts";
import { shownNumber } from "@/lib/labs/experiment/drafts.ts";
import type { PredictorLab } from "@/lib/labs/predictor/predictor_lab.ts";
import { describeStops } from "@/lib/labs/predictor/views/describe_stops.ts";
import { Fold } from "@/lib/ui/page/fold.tsx";
import { ChatSwitch } from "@/lib/ui/predictor/chat_switch.tsx";
import { StopConditions } from "@/lib/ui/predictor/stop_conditions.tsx";

/** What stops a generation, the context's limit, and the chat template. */
export function StopsPart({ lab }: { readonly lab: PredictorLab }) {
  const { state, views, edit } = lab;
  const query = views.settings.value;
  const drafts = state.drafts.value;
  const model = state.prediction.value?.model;
  return (
    <>
      {views.hasTemplate.value && <ChatSwitch chat={query.chat} onChat={(on) => edit.setField("chat", on)} />}
      <Fold summary={`Stops at ${describeStops(query)}`}>
        <StopConditions
          stopAtEnd={query.stop_at_end}
          maxTokens={shownNumber(drafts, "max_tokens", query.max_tokens)}
          stop={query.stop.map(escapePhrase)}
          blocked={query.blocked.map(escapePhrase)}
          contextLimit={shownNumber(drafts, "context_limit", query.context_limit)}
          contextLength={model?.contextLength ?? views.contextLimit.value}
          contextPolicy={query.context_policy}
          fired={views.stop.value}
          errorOf={(name) => drafts[name]?.error}
          onStopAtEnd={(on) => edit.setField("stop_at_end", on)}
          onMaxTokens={(tokens) => edit.setField("max_tokens", tokens)}
          onStop={(phrases) => edit.setField("stop", phrases.map(unescapePhrase))}
          onBlocked={(phrases) => edit.setField("blocked", phrases.map(unescapePhrase))}
          onContextLimit={(tokens) => edit.setField("context_limit", tokens)}
          onContextPolicy={(policy) => edit.setField("context_policy", policy)}
        />
      </Fold>
    </>
  );
}
