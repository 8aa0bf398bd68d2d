import { useComputed } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import { type QueryStart, useQueryLab } from "./query/use_query_lab.ts";
import { NGRAM_FIELDS } from "@/lib/experiment/fields/ngram_fields.ts";
import { createNgramLab } from "@/lib/labs/ngram/ngram_lab.ts";
import { ngramCode } from "@/lib/labs/code/ngram_code.ts";
import { corpusSource } from "@/lib/labs/ngram/ngram_request.ts";
import { ngramSentence } from "@/lib/labs/ngram/ngram_sentence.ts";
import { isWhole, type NgramView } from "@/lib/lm/ngram/study/view.ts";
import { CodePanel } from "@/lib/ui/code/code_panel.tsx";
import { CalculationForm } from "@/lib/ui/form/calculation_form.tsx";
import { ErrorBox } from "@/lib/ui/page/error_box.tsx";
import { ResultRegion } from "@/lib/ui/page/result_region.tsx";
import { Fold } from "@/lib/ui/page/fold.tsx";
import { WithChips } from "@/lib/ui/token/with_chips.tsx";
import { CorpusFields, FileField, OwnText } from "@/islands/ngram/corpus_fields.tsx";
import { CorpusPart } from "@/islands/ngram/corpus_part.tsx";
import { NgramResult } from "@/islands/ngram/ngram_result.tsx";
import { Progress } from "@/islands/ngram/progress.tsx";
import { SettingsFields } from "@/islands/ngram/settings_fields.tsx";
import { Studies } from "@/islands/ngram/studies.tsx";
import { LabAnswer } from "@/islands/query/lab_answer.tsx";
import { LabText } from "@/islands/query/lab_fields.tsx";
import { fetchShipped, startCounting } from "@/islands/ngram/counting.ts";

/** Props of the island. */
interface NgramProps extends QueryStart {
  /** The server's answer to the query, or why there is none. */
  readonly view: NgramView | null;
  readonly problem: string | null;
  /** Addresses of the corpora that come with the site. */
  readonly corpora: Readonly<Record<string, string>>;
  /** Whether this is a copy that the service worker kept: the answer in it is to another address. */
  readonly kept?: boolean;
}

const LABELS = {
  corpus: "The corpus",
  text: "Your own sentences",
  test: "Held-out sentences",
  unit: "A token is",
  convention: "Figures as in",
  order: "Order",
  smoothing: "Smoothing",
  context: "Context",
  words: "Words to compare",
  merges: "Merges",
  k: "k",
  lambda: "λ",
  discount: "Discount",
  alpha: "α",
  seed: "Seed",
  max_tokens: "Tokens",
  top: "Rows",
  row: "First row",
  column: "First column",
  size: "Rows and columns",
};

/** The instrument of /ngram. */
export default function Ngram({ view, problem, corpora, kept = false, ...start }: NgramProps) {
  const queryLab = useQueryLab(NGRAM_FIELDS, start);
  const lab = useMemo(() =>
    createNgramLab({
      query: queryLab.query,
      view: kept ? null : view,
      problem: kept ? null : problem,
      isAnswered: !kept && (isWhole(view) || problem !== null),
      counting: startCounting,
      fetchCorpus: (id) => fetchShipped(corpora[id]!),
    }), []);
  useEffect(() => lab.connect(), []);
  const source = corpusSource(queryLab.query.value);
  const code = source.kind === "text" && lab.local.value === null
    ? ngramCode({
      text: source.text,
      order: queryLab.query.value.order,
      smoothing: queryLab.query.value.smoothing,
      context: lab.view.value?.next.looksAt.at(-1) ?? "",
    })
    : null;
  const busy = useComputed(() => lab.progress.value !== null || !queryLab.isCurrent.value).value;
  return (
    <CalculationForm label="N-grams" action={queryLab.base}>
      <LabAnswer
        lab={queryLab}
        labels={LABELS}
        note="Counting alone: what followed what, how often, and what to do about what never did."
      >
        {lab.view.value
          ? <WithChips text={ngramSentence(lab.view.value, queryLab.query.value.smoothing)} />
          : "Nothing is counted yet."}
      </LabAnswer>
      <div class="lab-flow">
        <CorpusFields lab={queryLab} />
        <Progress lab={lab} />
        {lab.problem.value !== null && (
          <ErrorBox
            title="Nothing was counted."
            fine="What you typed is still here."
            action={lab.view.value ? { label: "Count again", onAct: lab.again } : undefined}
          >
            {lab.problem.value}
          </ErrorBox>
        )}
        {lab.view.value && <NgramResult lab={queryLab} view={lab.view.value} busy={busy} />}
        {lab.view.value === null && lab.problem.value === null && (
          <ResultRegion label="Counts" busy source="counts">
            <p class="quiet">The corpus is being counted in this tab.</p>
          </ResultRegion>
        )}
        <OwnText lab={queryLab} counts={lab} />
        {source.kind === "text" && lab.local.value === null && (
          <CorpusPart lab={queryLab} text={source.text} asked={lab.view.value?.next.looksAt ?? []} />
        )}
        <Fold summary="Settings: a file, smoothing, tokens, what is held out and drawn">
          <FileField counts={lab} />
          <LabText
            lab={queryLab}
            name="words"
            label="Words to compare"
            hint="also words that were never seen"
          />
          <SettingsFields lab={queryLab} view={lab.view.value} />
        </Fold>
        {lab.view.value && <Studies lab={queryLab} view={lab.view.value} busy={busy} />}
        {code && <CodePanel code={code} moved={queryLab.moved.value} />}
      </div>
    </CalculationForm>
  );
}
