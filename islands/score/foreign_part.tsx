import { useComputed, useSignal } from "@preact/signals";
import { entropyBound } from "@/lib/labs/score/entropy_bound.ts";
import type { ForeignAnswer, ForeignToken } from "@/lib/labs/score/foreign.ts";
import { type FieldConfidence, jsonConfidence } from "@/lib/labs/score/json_confidence.ts";
import { readPasted } from "@/lib/labs/score/read_pasted.ts";
import { formatBits, formatFigure, formatPlural, formatProbability } from "@/lib/ui/format.ts";
import { TextAreaField } from "@/lib/ui/form/text_fields.tsx";
import { Fold } from "@/lib/ui/page/fold.tsx";
import { DataTable } from "@/lib/ui/plot/data_table.tsx";
import { RunningText } from "@/lib/ui/score/running_text.tsx";
import { TokenDetail } from "@/lib/ui/score/token_detail.tsx";

const encoder = new TextEncoder();

/** An answer of another program, seen the same way. */
export function ForeignPart() {
  const pasted = useSignal("");
  const at = useSignal<number | null>(null);
  const read = useComputed(() => readPasted(pasted.value)).value;
  return (
    <Fold summary="From elsewhere: paste an answer with log-probabilities">
      <div class="needs-js">
        <TextAreaField
          label="Answer as JSON"
          name="foreign"
          mono
          rows={4}
          hint="OpenAI chat or completions, vLLM, llama.cpp, Ollama; it stays in this tab"
          value={pasted.value}
          error={read && "error" in read ? read.error : null}
          onInput={(text) => pasted.value = text}
        />
      </div>
      {read && "answer" in read && (
        <Answer
          answer={read.answer}
          at={at.value}
          onOpen={(index) => at.value = index}
        />
      )}
    </Fold>
  );
}

interface AnswerProps {
  readonly answer: ForeignAnswer;
  readonly at: number | null;
  readonly onOpen: (index: number) => void;
}

function Answer({ answer: { format, tokens, notices }, at, onOpen }: AnswerProps) {
  const known = tokens.flatMap(({ logProbability }) =>
    logProbability === null ? [] : [-logProbability / Math.LN2]
  );
  const bits = known.reduce((sum, value) => sum + value, 0);
  const opened = tokens[at ?? 0];
  const fields = jsonConfidence(tokens);
  return (
    <>
      <p>
        {format}, {formatPlural(tokens.length, "token")}: {formatFigure(bits, 1)} bits
        {known.length > 0 && <>, perplexity {formatFigure(2 ** (bits / known.length), 2)}</>}.
      </p>
      {notices.map((notice) => <p key={notice} class="quiet">{notice}</p>)}
      <RunningText label="The pasted answer" tokens={tokens.map(runningToken)} at={at} onOpen={onOpen} />
      {opened && <Detail token={opened} position={(at ?? 0) + 1} />}
      {fields && fields.length > 0 && <Fields fields={fields} />}
    </>
  );
}

function runningToken({ text, logProbability, rank }: ForeignToken) {
  const bits = logProbability === null ? null : Math.max(0, -logProbability / Math.LN2);
  const level = bits === null ? null : [1, 4, 8, 12].filter((least) => bits >= least).length;
  return { id: 0, bytes: encoder.encode(text), bits, rank, level };
}

function Detail(
  { token: { text, logProbability, top, most, rank }, position }: {
    readonly token: ForeignToken;
    readonly position: number;
  },
) {
  const bound = top.length > 0 ? entropyBound(top.map((each) => Math.exp(each.logProbability)), most) : null;
  return (
    <>
      <TokenDetail
        position={position}
        token={{ id: -1, bytes: encoder.encode(text) }}
        unscored="not scored: the answer has no usable log-probability for it."
        figures={logProbability === null ? null : {
          probability: Math.exp(logProbability),
          bits: Math.max(0, -logProbability / Math.LN2),
          rank,
          entropyBits: null,
        }}
        alternatives={top.map((each, index) => ({
          token: { id: each.text === text ? -1 : index, bytes: encoder.encode(each.text) },
          probability: Math.exp(each.logProbability),
        }))}
      />
      {bound && (
        <p class="small quiet">
          {top.length === 1 ? "The one shown holds" : `The ${top.length} shown hold`}{" "}
          {formatProbability(bound.mass)}; the entropy is at least {formatBits(bound.bits)}.
        </p>
      )}
    </>
  );
}

function Fields({ fields }: { readonly fields: readonly FieldConfidence[] }) {
  return (
    <DataTable<FieldConfidence>
      caption="How sure it was of each value"
      rows={fields}
      rowKey={({ path }, index) => `${path} ${index}`}
      columns={[
        { key: "path", label: "Field", cell: ({ path }) => path },
        { key: "value", label: "Value", cell: ({ value }) => value },
        {
          key: "probability",
          label: "Probability",
          numeric: true,
          cell: ({ probability }) => probability === null ? "not known" : formatProbability(probability),
          exact: ({ probability }) => String(probability),
        },
      ]}
    />
  );
}
