import { useObjectives } from "./objectives/use_objectives.ts";
import { errorSentence } from "./query/error_sentence.ts";
import { type QueryStart, useQueryLab } from "./query/use_query_lab.ts";
import { OBJECTIVES_FIELDS, type ObjectivesQuery } from "@/lib/experiment/fields/objectives_fields.ts";
import { queryAddress } from "@/lib/experiment/query_address.ts";
import type { Attention, Objectives as Answer } from "@/lib/labs/objectives/objectives.ts";
import { MAX_TOKENS } from "@/lib/labs/objectives/most_tokens.ts";
import type { QueryLab } from "@/lib/labs/query/query_lab.ts";
import type { ModelSources } from "@/lib/labs/score/protocol.ts";
import { visibleText } from "@/lib/lm/visible_text.ts";
import { CalculateButton, CalculationForm } from "@/lib/ui/form/calculation_form.tsx";
import { TextField } from "@/lib/ui/form/text_fields.tsx";
import { formatMagnitude, formatProbability } from "@/lib/ui/format.ts";
import { Fillings } from "@/lib/ui/objectives/fillings.tsx";
import { AnswerSentence } from "@/lib/ui/page/answer_sentence.tsx";
import { ErrorBox } from "@/lib/ui/page/error_box.tsx";
import { Notices } from "@/lib/ui/page/notices.tsx";
import { Panel } from "@/lib/ui/page/panel.tsx";
import { ResultRegion } from "@/lib/ui/page/result_region.tsx";
import { HeatMap } from "@/lib/ui/plot/heat_map.tsx";
import { TokenChip } from "@/lib/ui/token/chip.tsx";
import { tokenName } from "@/lib/ui/token/pieces.ts";

/** Props of the island. */
interface ObjectivesProps extends QueryStart, ModelSources {
  /** The server's answer to the address; null where it has none. */
  readonly objectives: Answer | null;
}

type Lab = QueryLab<ObjectivesQuery>;

/** The instrument of /objectives. */
export default function Objectives({ search, base, objectives, ...sources }: ObjectivesProps) {
  const lab = useQueryLab(OBJECTIVES_FIELDS, { search, base });
  const { answer, problem, isBusy } = useObjectives(lab.query, sources, objectives).value;
  return (
    <CalculationForm label="Causal and masked" action={lab.base}>
      <div class="texts">
        <Notices items={lab.notices.value} onDismiss={lab.dismissNotices} />
        <Sentence answer={answer} />
        <Panel title="Sentence" area="text" quietTitle>
          <TextField
            label="Sentence"
            name="text"
            hint={`at most ${MAX_TOKENS} tokens: about 20 words`}
            value={lab.text("text")}
            error={errorSentence(lab, "text", "Sentence")}
            onInput={(text) => lab.type("text", text)}
          />
          {answer && <Words lab={lab} answer={answer} />}
          <input type="hidden" name="blank" value={lab.query.value.blank} />
          <CalculateButton />
        </Panel>
        <Panel title="In the blank" area="distribution" quietTitle>
          <ResultRegion
            label="The hidden word"
            busy={isBusy || !lab.isCurrent.value}
            source={answer?.source ?? ""}
          >
            {problem && (
              <ErrorBox title="This cannot be compared." fine="What you typed is kept.">{problem}</ErrorBox>
            )}
            {!answer && !problem && (
              <p class="no-script quiet">
                Without a script, a sentence of one word to 30 tokens is read: change it.
              </p>
            )}
            {answer && (
              <div class="halves">
                <Fillings caption="parcel-bert, from both sides" rows={answer.both} />
                <Fillings caption="parcel-gpt, from the left alone" rows={answer.left} />
              </div>
            )}
          </ResultRegion>
        </Panel>
        {answer && <Mask lab={lab} answer={answer} />}
        {answer && <Attentions answer={answer} />}
        {answer && <Uses answer={answer} />}
        {answer && <SentenceEnd answer={answer} />}
      </div>
    </CalculationForm>
  );
}

function Sentence({ answer }: { readonly answer: Answer | null }) {
  const [both, left] = [answer?.both[0], answer?.left[0]];
  if (!both || !left) {
    return <AnswerSentence>Two objectives, one sentence: who may look where?</AnswerSentence>;
  }
  return (
    <AnswerSentence note="Press a word to hide it. A masked model reads both sides of the blank, a causal one what stands before it.">
      From both sides parcel-bert fills in <TokenChip token={both} />,{" "}
      {formatProbability(both.probability)}; from the left alone parcel-gpt says <TokenChip token={left} />,
      {" "}
      {formatProbability(left.probability)}.
    </AnswerSentence>
  );
}

function Words({ lab, answer }: { readonly lab: Lab; readonly answer: Answer }) {
  return (
    <div class="pills" role="group" aria-label="Hide a word">
      {answer.words.map((word, index) => (
        <a
          key={index}
          class="pill"
          aria-current={index === answer.blank}
          href={queryAddress(lab.base, OBJECTIVES_FIELDS, { ...lab.query.value, blank: index }) ?? lab.base}
          onClick={(event) => (event.preventDefault(), lab.set({ blank: index }))}
        >
          {word}
        </a>
      ))}
    </div>
  );
}

function Mask({ lab, answer }: { readonly lab: Lab; readonly answer: Answer }) {
  const { causalChange, maskedChange, words } = answer;
  return (
    <Panel title="The mask, tested" area="run">
      <TextField
        label="The last word"
        name="later"
        hint={`in place of ${words.at(-1)}`}
        value={lab.text("later")}
        error={errorSentence(lab, "later", "The last word")}
        onInput={(later) => lab.type("later", later)}
      />
      {causalChange === null || maskedChange === null
        ? (
          <p class="quiet">
            The last word is the hidden one: hide an earlier word to see who notices a change behind it.
          </p>
        )
        : (
          <p
            role="status"
            data-causal-change={causalChange}
            data-masked-change={maskedChange}
          >
            With “{lab.query.value.later}” as the last word, parcel-gpt’s logits in the blank move by at most
            {" "}
            <b class="num">{formatMagnitude(causalChange)}</b>: it cannot see what comes later. parcel-bert’s
            move by up to <b class="num">{formatMagnitude(maskedChange)}</b>.
          </p>
        )}
    </Panel>
  );
}

function Attentions({ answer }: { readonly answer: Answer }) {
  return (
    <Panel title="What each may look at" area="more">
      <p class="quiet">
        Real attention, the mean over all layers and heads: each row is a token that reads, each column one
        that is read, by its number. The causal model’s upper half is empty; the masked model’s is not.
      </p>
      <div class="halves">
        <AttentionMap title="parcel-gpt, causal" attention={answer.causalAttention} />
        <AttentionMap title="parcel-bert, masked" attention={answer.maskedAttention} />
      </div>
    </Panel>
  );
}

function AttentionMap({ title, attention }: { readonly title: string; readonly attention: Attention }) {
  const names = attention.tokens.map((token, index) => `${index + 1} ${tokenName(token)}`);
  return (
    <HeatMap
      title={title}
      rowHead="reads"
      columnHead="is read"
      rows={attention.tokens.map(({ bytes }, index) => `${index + 1} ${visibleText(Uint8Array.from(bytes))}`)}
      columns={names}
      heads={names.map((_, index) => `${index + 1}`)}
      value={(row, column) => attention.weights[row]![column]!}
      max={1}
      log
      format={(value) => value === 0 ? "" : value.toFixed(2).replace(/^0/, "")}
    />
  );
}

function Uses({ answer }: { readonly answer: Answer }) {
  return (
    <Panel title="What each is for" area="generated">
      <div class="halves">
        <div>
          <h3>Generation: causal</h3>
          <p>
            {answer.words.slice(0, answer.blank).join(" ")}
            {answer.continuation.map((token, index) => <TokenChip key={index} token={token} />)}
          </p>
          <p class="small quiet">One token after another, each from all before it.</p>
        </div>
        <div>
          <h3>Filling in: masked</h3>
          <p>
            {answer.words.slice(0, answer.blank).join(" ")} <TokenChip token={answer.both[0]!} selected />
            {" "}
            {answer.words.slice(answer.blank + 1).join(" ")}
          </p>
          <p class="small quiet">A text that is there as a whole, read from both sides.</p>
        </div>
      </div>
      <div class="halves uses">
        <div>
          <h3>Classification: masked</h3>
          {answer.sorted.map((each) => <Cloze key={each.before} cloze={each} />)}
          <p class="small quiet">“In transit” or “out for delivery”: the class is the word that fits.</p>
        </div>
        <div>
          <h3>Extraction: masked</h3>
          <Cloze cloze={answer.extracted} />
          <p class="small quiet">The value is taken from the text around the blank.</p>
        </div>
      </div>
    </Panel>
  );
}

function SentenceEnd({ answer }: { readonly answer: Answer }) {
  return (
    <Panel title="At the end of the sentence" area="generated">
      <p class="quiet">
        Where nothing comes after, both know the same; what differs is what they were trained to do there.
      </p>
      <div class="halves">
        <Fillings caption="parcel-bert, a mask at the end" rows={answer.endMasked} />
        <Fillings caption="parcel-gpt, the next token" rows={answer.endCausal} />
      </div>
    </Panel>
  );
}

function Cloze({ cloze: { before, after, rows } }: { readonly cloze: Answer["extracted"] }) {
  return (
    <p>
      {before} <TokenChip token={rows[0]!} selected />
      {after} <span class="num quiet">{formatProbability(rows[0]!.probability)}</span>
    </p>
  );
}
