import { useComputed } from "@preact/signals";
import { type QueryStart, useQueryLab } from "./query/use_query_lab.ts";
import { CONTEXT_FIELDS, type ContextQuery } from "@/lib/experiment/fields/context_fields.ts";
import { queryAddress } from "@/lib/experiment/query_address.ts";
import { type ContextView, contextView } from "@/lib/labs/context/context_view.ts";
import type { QueryLab } from "@/lib/labs/query/query_lab.ts";
import { CONTEXT_POLICIES, type ContextPolicy } from "@/lib/lm/generation/context_policy.ts";
import { CalculateButton, CalculationForm } from "@/lib/ui/form/calculation_form.tsx";
import { POLICY_TITLES, PolicyTable } from "@/lib/ui/context/policy_table.tsx";
import { StripKey, WindowStrip } from "@/lib/ui/context/window_strip.tsx";
import { formatCount } from "@/lib/ui/format.ts";
import { LabLayout } from "@/lib/ui/page/lab_layout.tsx";
import { Notices } from "@/lib/ui/page/notices.tsx";
import { Panel } from "@/lib/ui/page/panel.tsx";
import { ResultRegion } from "@/lib/ui/page/result_region.tsx";
import { SelectField } from "@/lib/ui/form/select_field.tsx";
import { TextField } from "@/lib/ui/form/text_fields.tsx";

const OPTIONS = CONTEXT_POLICIES.map((value) => ({ value, label: POLICY_TITLES[value] }));

type Lab = QueryLab<ContextQuery>;

interface PartProps {
  readonly lab: Lab;
  readonly view: ContextView;
}

/** The instrument of /context. */
export default function Context(start: QueryStart) {
  const lab = useQueryLab(CONTEXT_FIELDS, start);
  const view = useComputed(() => contextView(lab.query.value)).value;
  const { limit, prompt_tokens: promptTokens, policy } = lab.query.value;
  return (
    <CalculationForm label="Context window" action={lab.base}>
      <Notices items={lab.notices.value} onDismiss={lab.dismissNotices} />
      <LabLayout
        main={
          <>
            <Window lab={lab} view={view} />
            <Panel title="Every policy" area="generated" quietTitle>
              <div class="policies">
                <PolicyTable
                  policies={view.policies}
                  promptTokens={promptTokens}
                  limit={limit}
                  current={policy}
                  href={(other) => hrefOf(lab, { policy: other })}
                />
              </div>
            </Panel>
          </>
        }
        side={<Settings lab={lab} />}
      />
    </CalculationForm>
  );
}

function Window({ lab, view }: PartProps) {
  const { limit, prompt_tokens: promptTokens, generated_tokens: generated } = lab.query.value;
  const { used, free, full, dropped, kept, explanation } = view.report;
  const steps = [1, 10, 100].filter((step) => step === 1 || step <= limit);
  return (
    <Panel title="The window" area="distribution" aside={`limit ${formatCount(limit)} tokens`}>
      <ResultRegion label="What is kept and dropped" busy={!lab.isCurrent.value} source="context">
        <p
          class="headline"
          data-used={used}
          data-free={free}
          data-full={String(full)}
          data-kept={JSON.stringify(kept)}
          data-dropped={JSON.stringify(dropped)}
        >
          <span>
            <b class="num">{formatCount(used)}</b> of {formatCount(limit)} tokens
          </span>
          <span>{full ? "full" : `${formatCount(free)} free`}</span>
        </p>
        <WindowStrip {...{ used, promptTokens, limit, dropped }} label={explanation} />
        <StripKey />
        <p role="status">{explanation}</p>
      </ResultRegion>
      <p class="toolbar">
        {steps.map((step) => (
          <StepLink key={step} lab={lab} generated={generated + step} label={`${formatCount(step)} more`} />
        ))}
        <StepLink lab={lab} generated={Math.max(0, limit - promptTokens)} label="Fill" />
        <StepLink lab={lab} generated={0} label="Empty" />
      </p>
    </Panel>
  );
}

/** Another number of generated tokens: an address, so that it works without a script too. */
function StepLink({ lab, generated, label }: { lab: Lab; generated: number; label: string }) {
  const act = (event: MouseEvent) => {
    event.preventDefault();
    lab.set({ generated_tokens: generated });
  };
  return <a class="button" href={hrefOf(lab, { generated_tokens: generated })} onClick={act}>{label}</a>;
}

function Settings({ lab }: { readonly lab: Lab }) {
  const count = (name: "limit" | "prompt_tokens" | "generated_tokens" | "keep") => ({
    name,
    mono: true,
    value: lab.text(name),
    error: lab.error(name),
    onInput: (text: string) => lab.type(name, text),
  });
  return (
    <Panel title="Tokens" area="sampler">
      <div class="stack-fields">
        <TextField label="The window holds" {...count("limit")} />
        <TextField label="Prompt" {...count("prompt_tokens")} />
        <TextField label="Generated" {...count("generated_tokens")} />
        <SelectField
          label="When it is full"
          name="policy"
          value={lab.query.value.policy}
          options={OPTIONS}
          onChange={(policy) => lab.set({ policy: policy as ContextPolicy })}
        />
        <TextField
          label="Keep at the start"
          hint="a quarter for a prefix, 4 sinks, unless given"
          {...count("keep")}
        />
        <CalculateButton />
      </div>
    </Panel>
  );
}

function hrefOf(lab: Lab, patch: Partial<ContextQuery>): string {
  return queryAddress(lab.base, CONTEXT_FIELDS, { ...lab.query.value, ...patch }) ?? lab.base;
}
