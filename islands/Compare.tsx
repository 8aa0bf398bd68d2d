import { useMemo } from "preact/hooks";
import { AlongPart } from "./compare/along_part.tsx";
import { SideFields } from "./compare/side_fields.tsx";
import { type CompareState, useCompare } from "./compare/use_compare.ts";
import { embeddedModels } from "./models/embedded_models.ts";
import { lazyProvider } from "./models/lazy_provider.ts";
import { type QueryStart, useQueryLab } from "./query/use_query_lab.ts";
import {
  besideOf,
  COMPARE_FIELDS,
  type CompareQuery,
  isOneFormat,
} from "@/lib/experiment/fields/compare_fields.ts";
import { queryAddress } from "@/lib/experiment/query_address.ts";
import type { Comparison } from "@/lib/labs/compare/compare.ts";
import { createModels } from "@/lib/labs/models/models.ts";
import type { QueryLab } from "@/lib/labs/query/query_lab.ts";
import type { ModelSources } from "@/lib/labs/score/protocol.ts";
import { ComparedTable } from "@/lib/ui/compare/compared_table.tsx";
import { Lockstep } from "@/lib/ui/compare/lockstep.tsx";
import { formatFigure, formatProbability } from "@/lib/ui/format.ts";
import { CalculateButton, CalculationForm } from "@/lib/ui/form/calculation_form.tsx";
import { AnswerSentence } from "@/lib/ui/page/answer_sentence.tsx";
import { ErrorBox } from "@/lib/ui/page/error_box.tsx";
import { Notices } from "@/lib/ui/page/notices.tsx";
import { Panel } from "@/lib/ui/page/panel.tsx";
import { ResultRegion } from "@/lib/ui/page/result_region.tsx";
import { TokenChip } from "@/lib/ui/token/chip.tsx";

/** Props of the island. */
interface CompareProps extends QueryStart, ModelSources {
  readonly modelHost: string;
  /** The server's answer to the address; null where the tab has to compute it. */
  readonly compared: Comparison | null;
}

type Lab = QueryLab<CompareQuery>;

const EXAMPLES: readonly { readonly label: string; readonly patch: Partial<CompareQuery> }[] = [
  {
    label: "Order shipped from the",
    patch: { text: "Order shipped from the", beside_text: "Order shipped from the warehouse", beside: "" },
  },
  {
    label: "The package left the, … the regional",
    patch: { text: "The package left the", beside_text: "The package left the regional", beside: "" },
  },
  {
    label: "Transformer beside recurrent network",
    patch: {
      text: "The refund policy says annual plans are",
      beside_text: "",
      model: "parcel-gpt",
      beside: "parcel-gru",
    },
  },
];

/** The instrument of /compare. */
export default function Compare({ search, base, modelHost, compared, ...sources }: CompareProps) {
  const lab = useQueryLab(COMPARE_FIELDS, { search, base });
  const models = useMemo(() => {
    const [provider, embedded] = [lazyProvider(modelHost), embeddedModels(sources)];
    return [createModels(provider, embedded), createModels(provider, embedded, "beside")] as const;
  }, []);
  const { value: state } = useCompare(lab.query, models, compared);
  const names = namesOf(lab.query.value, state.answer);
  return (
    <CalculationForm label="Compare" action={lab.base}>
      <div class="texts">
        <Notices items={lab.notices.value} onDismiss={lab.dismissNotices} />
        <Answer answer={state.answer} />
        <Panel title="Two sides" area="text" quietTitle>
          <div class="halves">
            <SideFields lab={lab} models={models} side="first" />
            <SideFields lab={lab} models={models} side="second" />
          </div>
          <CalculateButton />
          <Examples lab={lab} />
        </Panel>
        <Panel title="Between them" area="distribution" quietTitle>
          <Result lab={lab} state={state} names={names} />
          {state.answer && [state.answer.first, state.answer.second].some(({ text }) => text === "") && (
            <p class="small quiet">Nothing is typed: what may come first in a text is compared.</p>
          )}
        </Panel>
        {state.answer && (
          <Panel title="Going on by themselves" area="generated">
            <Lockstep
              names={names}
              first={state.answer.first.continuation}
              second={state.answer.second.continuation}
              divergesAt={state.answer.divergesAt}
            />
          </Panel>
        )}
        {state.answer && state.answer.along.length > 0 && <AlongPart answer={state.answer} names={names} />}
        {state.answer && state.answer.first.text !== state.answer.second.text && (
          <p class="small quiet">
            These are two texts: what comes next is compared. Along the way two models are compared on one
            text: empty the second field and choose another second model.
          </p>
        )}
      </div>
    </CalculationForm>
  );
}

function namesOf(query: CompareQuery, answer: Comparison | null): readonly [string, string] {
  const beside = besideOf(query);
  if (isOneFormat(query)) return ["first text", "second text"];
  const format = (source: string | undefined, asked: string) => source?.split(" ")[1] ?? asked;
  if (beside.model === query.model) {
    return [format(answer?.first.source, query.dtype), format(answer?.second.source, query.beside_dtype)];
  }
  const short = (source: string) => source.split(/[@ ]/)[0]!.split("/").at(-1)!;
  return [short(answer?.first.source ?? query.model), short(answer?.second.source ?? beside.model)];
}

function Answer({ answer }: { readonly answer: Comparison | null }) {
  if (answer === null) return <AnswerSentence>How far apart are two predictions?</AnswerSentence>;
  const [a, b] = (["first", "second"] as const).map((side) =>
    answer.tokens.reduce((best, each) => (each[side] ?? -1) > (best[side] ?? -1) ? each : best)
  );
  const gap = answer.difference
    ? `${formatFigure(answer.difference.jsNats / Math.LN2, 3)} bits apart (Jensen-Shannon; 1 is the most).`
    : "Their tokens differ, so only bits per byte compare.";
  return (
    <AnswerSentence note={gap}>
      The first expects <TokenChip token={a!} />, {formatProbability(a!.first ?? 0)}; the second{" "}
      <TokenChip token={b!} />, {formatProbability(b!.second ?? 0)}.
    </AnswerSentence>
  );
}

function Examples({ lab }: { readonly lab: Lab }) {
  return (
    <div class="pills" role="group" aria-label="Examples">
      {EXAMPLES.map(({ label, patch }) => (
        <a
          key={label}
          class="pill"
          href={queryAddress(lab.base, COMPARE_FIELDS, { ...lab.query.value, ...patch }) ?? lab.base}
          onClick={(event) => (event.preventDefault(), lab.set(patch))}
        >
          {label}
        </a>
      ))}
    </div>
  );
}

function Result({ lab, state, names }: {
  readonly lab: Lab;
  readonly state: CompareState;
  readonly names: readonly [string, string];
}) {
  const { answer, problem, isBusy } = state;
  const source = answer ? `${answer.first.source} | ${answer.second.source}` : "";
  return (
    <ResultRegion label="The comparison" busy={isBusy || !lab.isCurrent.value} source={source}>
      {problem && (
        <ErrorBox title="These cannot be compared." fine="What you typed is kept.">{problem}</ErrorBox>
      )}
      {!answer && !problem && (
        <p class="no-script quiet">
          Without a script, texts of at most 400 characters are compared, under the site’s own models.
        </p>
      )}
      {answer && (
        <>
          <Figures answer={answer} />
          <ComparedTable rows={answer.tokens} names={names} />
        </>
      )}
    </ResultRegion>
  );
}

function Figures({ answer: { difference, first, second } }: { readonly answer: Comparison }) {
  return (
    <>
      <p
        class="headline"
        data-kl-nats={difference?.klNats ?? ""}
        data-kl-reverse-nats={difference?.klReverseNats ?? ""}
        data-js-nats={difference?.jsNats ?? ""}
      >
        {difference && (
          <>
            <Bits name="KL, first from second" nats={difference.klNats} />
            <Bits name="back" nats={difference.klReverseNats} />
            <Bits name="Jensen-Shannon" nats={difference.jsNats} />
          </>
        )}
      </p>
      {!difference && (
        <p>
          These two models cut text into different tokens, so no token of one is a token of the other. What
          compares is each text’s own bits per byte: {perByte(first.bitsPerByte)} and{" "}
          {perByte(second.bitsPerByte)}.
        </p>
      )}
    </>
  );
}

function Bits({ name, nats }: { readonly name: string; readonly nats: number }) {
  return (
    <span title={`${nats} nats`}>
      {name} <b class="num">{formatFigure(nats / Math.LN2, 3)} bits</b>
    </span>
  );
}

function perByte(bits: number | null): string {
  return bits === null ? "none" : formatFigure(bits, 3);
}
