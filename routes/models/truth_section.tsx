import type { ShippedName } from "@/lib/embedded/shipped.ts";
import { predictorHref } from "./predictor_href.ts";
import { END } from "@/models/corpus/grammar/exact.ts";
import type { WordShare } from "@/models/check/fact_prompts.ts";
import { BarChart } from "@/lib/ui/plot/bar_chart.tsx";
import { formatFigure } from "@/lib/ui/format.ts";
import { LabelChip } from "@/lib/ui/token/label_chip.tsx";
import { TextField } from "@/lib/ui/form/text_fields.tsx";

interface TruthSectionProps {
  readonly text: string;
  /** None where the grammar cannot generate the text. */
  readonly words: readonly WordShare[];
  readonly action: string;
  readonly model: ShippedName;
  /** What the page's other question holds, where it has one. */
  readonly blank?: string;
}

const PROMPTS = [
  "The package left the",
  "Write a customer e-mail. The package left the",
  "The carrier scan says the parcel was",
  "An order contains 40 items. After a return of 13 items, the retained item count is",
  "Annual plans are refundable within 14 days. The refund policy says annual plans are",
];

/** The model's distribution beside the true one, for any text that the grammar can generate. */
export function TruthSection({ text, words, action, model, blank }: TruthSectionProps) {
  return (
    <>
      <form method="get" action={action} class="question">
        <TextField name="text" label="Beginning of a text of the parcel world" value={text} />
        {blank !== undefined && <input type="hidden" name="blank" value={blank} />}
        <button type="submit">Compare</button>
      </form>
      {words.length > 0 ? <Words words={words} /> : (
        <p role="status">
          The grammar cannot generate a text that begins so, hence it has no true distribution.{" "}
          <a href={predictorHref(text, model)}>Read the model's own</a>
        </p>
      )}
      <p>
        Try {PROMPTS.filter((prompt) => prompt !== text).map((prompt, i) => (
          <>
            {i > 0 && " · "}
            <a key={prompt} href={`${action}?text=${encodeURIComponent(prompt)}`}>{prompt}</a>
          </>
        ))}
      </p>
    </>
  );
}

function Words({ words }: { readonly words: readonly WordShare[] }) {
  return (
    <BarChart
      title="Next word: the model's probability as a bar, the true one as a line"
      labelHead="Word"
      valueHead="Model / truth"
      max={1}
      bars={words.map(({ word, truth, model }) => ({
        key: word,
        label: word === END ? "end of text" : <LabelChip text={word} />,
        value: model,
        truth,
      }))}
      format={(value, { truth }) => `${formatFigure(value, 3)} / ${formatFigure(truth ?? 0, 3)}`}
      rowAttributes={({ value, truth, key }) => ({
        "data-word": key,
        "data-model": value,
        "data-truth": truth ?? 0,
      })}
    />
  );
}
