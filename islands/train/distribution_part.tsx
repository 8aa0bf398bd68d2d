import { splitWords } from "@/lib/lm/white_space.ts";
import { watchedContext } from "@/lib/labs/train/watched_context.ts";
import type { LookRecord } from "@/lib/labs/train/run_record.ts";
import type { TrainLab } from "@/lib/labs/train/train_lab.ts";
import { contextText } from "@/lib/labs/train/train_state.ts";
import { sourceOf } from "./loss_part.tsx";
import { distribution } from "@/lib/lm/sampler/distribution.ts";
import { tokenBytes } from "@/lib/training/data/corpus_tokenizer.ts";
import type { RunFacts } from "@/lib/training/run/training_protocol.ts";
import { DistributionSummary } from "@/lib/ui/predictor/distribution_summary.tsx";
import { DistributionTable } from "@/lib/ui/predictor/distribution/distribution_table.tsx";
import { Panel } from "@/lib/ui/page/panel.tsx";
import { ResultRegion } from "@/lib/ui/page/result_region.tsx";
import { SelectField } from "@/lib/ui/form/select_field.tsx";
import { TextField } from "@/lib/ui/form/text_fields.tsx";

interface PartProps {
  readonly lab: TrainLab;
}

const ROWS = 8;

/** The probability of every next token after any context, as the network stands. */
export function DistributionPart({ lab }: PartProps) {
  const facts = lab.views.facts.value;
  if (facts === null) return null;
  return (
    <Panel title="Next token" area="distribution">
      <ContextFields lab={lab} facts={facts} />
      <Result lab={lab} />
    </Panel>
  );
}

function Result({ lab }: PartProps) {
  const run = lab.state.run.value;
  const look = lab.state.look.value;
  if (run === null || look === null) return null;
  return (
    <ResultRegion
      label="Next-token distribution"
      busy={lab.views.busy.value || lab.views.stale.value}
      source={sourceOf(run)}
    >
      <Answer lab={lab} facts={run.facts} look={look} />
    </ResultRegion>
  );
}

function ContextFields({ lab, facts }: PartProps & { readonly facts: RunFacts }) {
  const text = lab.state.watched.value;
  const unknown = text.trim() !== "" && watchedContext(facts, text) === null;
  return (
    <div class="form-row needs-js">
      <TextField
        label="After the context"
        name="watched"
        value={text}
        hint={`The network reads the last ${facts.shape.context}.`}
        error={unknown
          ? `The network knows only words of its text: “${unknownWord(facts, text)}” is none`
          : null}
        onInput={(value) => lab.inspect.watch(value)}
      />
      <Samples lab={lab} />
    </div>
  );
}

/** A choice of the contexts that stand in the text. */
function Samples({ lab }: PartProps) {
  const text = lab.state.watched.value;
  const samples = lab.views.samples.value;
  return (
    <SelectField
      label="From the text"
      name="sample"
      value={samples.includes(text) ? text : ""}
      options={[{ value: "", label: "…" }, ...samples.map((value) => ({ value, label: value || "(space)" }))]}
      onChange={(value) => value !== "" && lab.inspect.watch(value)}
    />
  );
}

function unknownWord({ tokenizer }: RunFacts, text: string): string {
  const known = new Set(tokenizer.tokens);
  return splitWords(text).find((word) => !known.has(word)) ?? "";
}

function Answer({ lab, facts, look }: PartProps & { readonly facts: RunFacts; readonly look: LookRecord }) {
  const ghost = lab.state.ghost.value;
  if (!look.logits.every((logit) => Number.isFinite(logit))) {
    return <p class="field-error">The logits are not finite any more: there is no distribution.</p>;
  }
  const { rows, other, entropyNats } = distribution(look.logits, { top: ROWS });
  const context = contextText(facts, look.context);
  return (
    <>
      <DistributionTable
        context={`after “${context}”, step ${look.step}`}
        rows={rows.map((row) => ({
          ...row,
          token: { id: row.id, bytes: tokenBytes(facts.tokenizer, row.id) },
          previous: ghost?.[row.id] ?? null,
        }))}
        other={other}
        shaped={false}
      />
      <DistributionSummary entropy={entropyNats} vocabularySize={look.logits.length} />
    </>
  );
}
