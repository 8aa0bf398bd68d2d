import { useMemo } from "preact/hooks";
import { ladderRows } from "./ladder/ladder_rows.ts";
import { PairsPart } from "./ladder/pairs_part.tsx";
import { ReachPart } from "./ladder/reach_part.tsx";
import { useLadder } from "./ladder/use_ladder.ts";
import { embeddedModels } from "./models/embedded_models.ts";
import { lazyProvider } from "./models/lazy_provider.ts";
import { ModelChoice } from "./models/model_choice.tsx";
import { errorSentence } from "./query/error_sentence.ts";
import { type QueryStart, useQueryLab } from "./query/use_query_lab.ts";
import { LADDER_FIELDS } from "@/lib/experiment/fields/ladder_fields.ts";
import { queryAddress } from "@/lib/experiment/query_address.ts";
import { type LadderResult, ladderSource } from "@/lib/labs/ladder/climb.ts";
import { createModels } from "@/lib/labs/models/models.ts";
import type { ModelSources } from "@/lib/labs/score/protocol.ts";
import { CalculateButton, CalculationForm } from "@/lib/ui/form/calculation_form.tsx";
import { TextAreaField } from "@/lib/ui/form/text_fields.tsx";
import { formatFigure } from "@/lib/ui/format.ts";
import { LadderTable } from "@/lib/ui/ladder/ladder_table.tsx";
import { AnswerSentence } from "@/lib/ui/page/answer_sentence.tsx";
import { ErrorBox } from "@/lib/ui/page/error_box.tsx";
import { Notices } from "@/lib/ui/page/notices.tsx";
import { Panel } from "@/lib/ui/page/panel.tsx";
import { ResultRegion } from "@/lib/ui/page/result_region.tsx";
import { DataTable } from "@/lib/ui/plot/data_table.tsx";
import { ProbabilityBar } from "@/lib/ui/plot/probability_bar.tsx";

/** A row of the model card. */
interface CardRow {
  readonly name: string;
  readonly bitsPerByte: number;
  /** Held-out subtractions that it got right. */
  readonly subtraction: string;
}

/** Props of the island. */
interface LadderProps extends QueryStart, ModelSources {
  readonly modelHost: string;
  /** Address of the corpus that the rungs of counts are counted in. */
  readonly world: string;
  /** Address of the neural n-gram that was trained on it. */
  readonly network: string;
  readonly ladder: LadderResult | null;
  readonly card: {
    readonly rows: readonly CardRow[];
    readonly floor: number;
    /** Held-out subtractions that each rung of this page answers. */
    readonly subtraction: Readonly<Record<string, string>>;
  };
}

const EXAMPLES = [
  {
    label: "a count",
    text: "An order contains 5 items. After a return of 2 items, the retained item count is 3.",
  },
  {
    label: "a pair never seen: 42 and what follows",
    text: "An order contains 50 items. After a return of 8 items, the retained item count is 42",
  },
  {
    label: "everyday",
    text: "My grandmother always said that a long walk after dinner was good for the heart.",
  },
  { label: "code", text: "def total(items):\n    return sum(item.price for item in items)" },
];

/** The instrument of /ladder. */
export default function Ladder(props: LadderProps) {
  const { search, base, modelHost, world, network, ladder, card, ...sources } = props;
  const lab = useQueryLab(LADDER_FIELDS, { search, base });
  const hub = useMemo(() => createModels(lazyProvider(modelHost), embeddedModels(sources)), []);
  const { shipped } = sources;
  const { value: state } = useLadder(lab.query, hub, { shipped, world, network, first: ladder });
  const { answer, problem, isBusy } = state;
  const { text, model } = lab.query.value;
  return (
    <CalculationForm label="Ladder" action={lab.base}>
      <div class="texts">
        <Notices items={lab.notices.value} onDismiss={lab.dismissNotices} />
        <Answer answer={answer} />
        <Panel title="Text" area="text" quietTitle>
          <TextAreaField
            label="Text"
            name="text"
            rows={2}
            value={lab.text("text")}
            error={errorSentence(lab, "text", "Text")}
            onInput={(value) => lab.type("text", value)}
          />
          <CalculateButton />
          <div class="pills" role="group" aria-label="Examples">
            {EXAMPLES.map((example) => (
              <a
                key={example.label}
                class="pill"
                aria-current={example.text === text}
                href={queryAddress(lab.base, LADDER_FIELDS, { text: example.text, model }) ?? lab.base}
                onClick={(event) => (event.preventDefault(), lab.set({ text: example.text }))}
              >
                {example.label}
              </a>
            ))}
          </div>
        </Panel>
        <Panel title="The ladder" area="distribution" quietTitle>
          <ResultRegion
            label="The rungs"
            busy={isBusy || !lab.isCurrent.value}
            source={answer ? ladderSource(answer) : ""}
          >
            {problem && (
              <ErrorBox title="The text was not put to every rung." fine="What you typed is kept.">
                {problem}
              </ErrorBox>
            )}
            {!answer && !problem && (
              <p class="no-script quiet">
                Without a script, a text of at most 128 tokens is put to the rungs: shorten it.
              </p>
            )}
            {answer?.text === "" && <p class="quiet">There is no text: no rung has a byte to predict.</p>}
            {answer && <LadderTable {...ladderRows(answer, card.subtraction)} />}
          </ResultRegion>
          <p class="small quiet">
            Unigram to 5-gram are counted here, in parcel-gpt’s tokens over{" "}
            <a href={world}>parcel_world.txt</a>{" "}
            (400 kB, the beginning of parcel-gpt’s own text): Witten-Bell, and modified Kneser-Ney for the
            5-gram. The neural n-gram was trained on the same file. The compressors read the text alone. The
            last column before the words: subtractions that stand in no text.
          </p>
          <ModelChoice
            label="One more rung"
            name="model"
            models={hub}
            query={{ model, revision: "", dtype: "auto", device: "auto" }}
            own={["parcel-gpt"]}
            onChoose={(chosen) => lab.set({ model: chosen })}
          />
        </Panel>
        {answer && <PairsPart pairs={answer.pairs} />}
        {answer && <ReachPart answer={answer} />}
        <CardPanel card={card} />
      </div>
    </CalculationForm>
  );
}

function Answer({ answer }: { readonly answer: LadderResult | null }) {
  const bits = (name: string) => answer?.rungs.find((rung) => rung.name === name)?.bitsPerByte ?? null;
  const [low, high] = [bits("bigram"), bits("parcel-gpt")];
  if (low === null || high === null) {
    return <AnswerSentence>How much does each rung of language models gain?</AnswerSentence>;
  }
  return (
    <AnswerSentence note="One text, one axis, from knowing nothing to a Transformer; the objective is the same on every rung.">
      A bigram needs {formatFigure(low, 2)} bits a byte for this text, parcel-gpt {formatFigure(high, 2)}.
    </AnswerSentence>
  );
}

function CardPanel({ card: { rows, floor } }: Pick<LadderProps, "card">) {
  const most = Math.max(...rows.map(({ bitsPerByte }) => bitsPerByte));
  return (
    <Panel title="On the grammar’s test text, from the model cards" area="more">
      <p class="quiet">
        Counted over all 30 million training tokens. The grammar’s own floor there is {formatFigure(floor, 3)}
        {" "}
        bits a byte, marked on each bar: no model can be below it. The last column are subtractions that were
        kept out of every text.
      </p>
      <DataTable<CardRow>
        caption="Bits a byte on the grammar’s test text"
        quietCaption
        rows={rows}
        rowKey={({ name }) => name}
        columns={[
          { key: "name", label: "Model", cell: ({ name }) => name },
          {
            key: "bar",
            label: "",
            cell: ({ bitsPerByte }) => <ProbabilityBar value={bitsPerByte} mark={floor} max={most} />,
          },
          {
            key: "bits",
            label: "Bits a byte",
            numeric: true,
            cell: ({ bitsPerByte }) => formatFigure(bitsPerByte, 3),
            exact: ({ bitsPerByte }) => String(bitsPerByte),
          },
          {
            key: "subtraction",
            label: "Unseen subtractions right",
            numeric: true,
            cell: ({ subtraction }) => subtraction,
          },
        ]}
      />
    </Panel>
  );
}
