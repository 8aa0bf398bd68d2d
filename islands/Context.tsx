import { useComputed } from "@preact/signals";
import { type QueryStart, useQueryLab } from "./query/use_query_lab.ts";
import { CONTEXT_FIELDS, type ContextQuery } from "@/lib/experiment/fields/context_fields.ts";
import { queryAddress } from "@/lib/experiment/query_address.ts";
import { contextCode } from "@/lib/labs/code/context_code.ts";
import { type ContextView, contextView } from "@/lib/labs/context/context_view.ts";
import type { QueryLab } from "@/lib/labs/query/query_lab.ts";
import { CONTEXT_POLICIES } from "@/lib/lm/generation/context_policy.ts";
import { POLICY_TITLES, PolicyTable } from "@/lib/ui/context/policy_table.tsx";
import { WindowFigure } from "@/lib/ui/context/window_figure.tsx";
import { StripKey } from "@/lib/ui/context/window_strip.tsx";
import { CodePanel } from "@/lib/ui/code/code_panel.tsx";
import { CalculateButton, CalculationForm } from "@/lib/ui/form/calculation_form.tsx";
import { formatCount } from "@/lib/ui/format.ts";
import { ResultRegion } from "@/lib/ui/page/result_region.tsx";
import { ShowMe } from "@/lib/ui/page/show_me.tsx";
import { EndingsPart } from "@/islands/context/endings_part.tsx";
import { ReadingPart } from "@/islands/context/reading_part.tsx";
import type { ModelSources } from "@/lib/labs/score/protocol.ts";
import { LabAnswer } from "@/islands/query/lab_answer.tsx";
import { LabNumber } from "@/islands/query/lab_fields.tsx";

type Lab = QueryLab<ContextQuery>;

interface PartProps {
  readonly lab: Lab;
  readonly view: ContextView;
}

const LABELS = {
  limit: "The window",
  prompt_tokens: "Prompt",
  generated_tokens: "Generated",
  policy: "The policy",
  keep: "Kept at the start",
};

/** What each policy gives up, in a sentence. */
const POLICY_NOTES = {
  reject: "Generation stops, and nothing is lost.",
  truncate_start: "What the conversation began with is gone first, instructions too.",
  truncate_middle: "The start and the latest stay; what was in between cannot be attended to any more.",
  keep_prefix: "The instructions at the start are protected; the oldest after them go.",
  slide_with_sinks:
    "Models attend much to the first few tokens whatever they are: four of them stay (Xiao et al., 2023).",
  summarize: "A summary is shorter and is written by a model: it is a new text, not the old one.",
} as const;

/** Props of the island. */
interface ContextProps extends QueryStart, ModelSources {}

/** The instrument of /context. */
export default function Context({ corpus, shipped, ...start }: ContextProps) {
  const lab = useQueryLab(CONTEXT_FIELDS, start);
  const view = useComputed(() => contextView(lab.query.value)).value;
  const [sentence, ...rest] = view.report.sentences;
  return (
    <CalculationForm label="Context window" action={lab.base}>
      <LabAnswer lab={lab} labels={LABELS} note={rest.join(" ")}>{sentence}</LabAnswer>
      <div class="lab-flow">
        <Window lab={lab} view={view} />
        <Policies lab={lab} />
        <ReadingPart sources={{ corpus, shipped }} />
        <EndingsPart sources={{ corpus, shipped }} />
        <Settings lab={lab} />
        <Table lab={lab} view={view} />
        <CodePanel code={contextCode(lab.query.value)} moved={lab.moved.value} />
      </div>
    </CalculationForm>
  );
}

function Window({ lab, view }: PartProps) {
  const { limit, prompt_tokens: promptTokens, generated_tokens: generated } = lab.query.value;
  const { used, free, full, dropped, kept, explanation } = view.report;
  const inside = kept.reduce((sum, [start, end]) => sum + end - start, 0);
  return (
    <ResultRegion
      label="What is kept and dropped"
      busy={!lab.isCurrent.value}
      source="context"
      class="figure area-distribution"
    >
      <p
        class="headline"
        data-used={used}
        data-free={free}
        data-full={String(full)}
        data-kept={JSON.stringify(kept)}
        data-dropped={JSON.stringify(dropped)}
      >
        <span>
          <b class="num">{formatCount(Math.min(used, limit))}</b> of {formatCount(limit)} tokens
        </span>
        <span>{full ? "full" : `${formatCount(free)} free`}</span>
        {dropped.length > 0 && <span>{formatCount(inside)} stay for the next token</span>}
      </p>
      <WindowFigure
        {...{ used, promptTokens, limit, dropped, kept }}
        label={explanation}
        onLimit={(next) => lab.set({ limit: next })}
      />
      <StripKey />
      <p class="toolbar">
        {[1, 10, 100].filter((step) => step === 1 || step <= limit).map((step) => (
          <StepLink
            key={step}
            lab={lab}
            generated={generated + step}
            label={step === 1 ? "Generate 1 more" : `${formatCount(step)} more`}
            primary={step === 1}
          />
        ))}
        <StepLink lab={lab} generated={Math.max(0, limit - promptTokens)} label="Fill" />
        <StepLink lab={lab} generated={0} label="Empty" />
      </p>
    </ResultRegion>
  );
}

interface StepLinkProps {
  readonly lab: Lab;
  readonly generated: number;
  readonly label: string;
  readonly primary?: boolean;
}

/** Another number of generated tokens: an address, so that it works without a script too. */
function StepLink({ lab, generated, label, primary = false }: StepLinkProps) {
  const act = (event: MouseEvent) => {
    event.preventDefault();
    lab.set({ generated_tokens: generated });
  };
  return (
    <a
      class={primary ? "button primary" : "button"}
      href={hrefOf(lab, { generated_tokens: generated })}
      onClick={act}
    >
      {label}
    </a>
  );
}

/** What happens when it is full: one press each. */
function Policies({ lab }: { readonly lab: Lab }) {
  const { policy } = lab.query.value;
  return (
    <section class="area-policy" aria-label="When it is full">
      <h2>When it is full</h2>
      <p class="pills">
        {CONTEXT_POLICIES.map((other) => (
          <ShowMe key={other} pill current={other === policy} href={hrefOf(lab, { policy: other })}>
            {POLICY_TITLES[other]}
          </ShowMe>
        ))}
      </p>
      <p class="small">{POLICY_NOTES[policy]}</p>
      <p class="pills see">
        <span class="quiet">See</span>
        <ShowMe pill href="/context?generated_tokens=0">the prompt alone</ShowMe>
        <ShowMe pill href="/context?generated_tokens=1400">1,000 tokens too many</ShowMe>
        <ShowMe pill href="/context?generated_tokens=1400&policy=keep_prefix&keep=500">a kept prefix</ShowMe>
        <ShowMe pill href="/context?limit=64&prompt_tokens=40&generated_tokens=60&policy=slide_with_sinks">
          a small sliding window
        </ShowMe>
      </p>
      <input type="hidden" name="policy" value={policy} />
    </section>
  );
}

function Settings({ lab }: { readonly lab: Lab }) {
  return (
    <section class="area-sampler card-inputs" aria-label="Tokens">
      <LabNumber lab={lab} name="limit" label="The window holds" />
      <LabNumber lab={lab} name="prompt_tokens" label="Prompt" />
      <LabNumber lab={lab} name="generated_tokens" label="Generated" />
      <LabNumber lab={lab} name="keep" label="Kept at the start" placeholder="a quarter, or 4 sinks" />
      <CalculateButton />
    </section>
  );
}

function Table({ lab, view }: PartProps) {
  const { limit, prompt_tokens: promptTokens, policy } = lab.query.value;
  return (
    <section class="policies area-generated" aria-label="Every policy" aria-busy={!lab.isCurrent.value}>
      <PolicyTable
        policies={view.policies}
        promptTokens={promptTokens}
        limit={limit}
        current={policy}
        href={(other) => hrefOf(lab, { policy: other })}
      />
    </section>
  );
}

function hrefOf(lab: Lab, patch: Partial<ContextQuery>): string {
  return queryAddress(lab.base, CONTEXT_FIELDS, { ...lab.query.value, ...patch }) ?? lab.base;
}
