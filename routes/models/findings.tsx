import type { ShippedName } from "@/lib/embedded/shipped.ts";
import { predictorHref } from "./predictor_href.ts";
import type { CheckResults, ModelCard } from "@/lib/server/models/card.ts";
import { DataTable } from "@/lib/ui/plot/data_table.tsx";
import { formatFigure } from "@/lib/ui/format.ts";

/** What was measured beside the loss, in sentences. */
export function Findings({ card, results }: { readonly card: ModelCard; readonly results: CheckResults }) {
  const { subtraction, policy, texts } = results;
  const parcel = texts["parcel"];
  const ratio = (score: { exact: number; pairs: number }) =>
    `${score.exact} of ${score.pairs} (${formatFigure(100 * score.exact / score.pairs, 1)} %)`;
  return (
    <ul>
      {parcel?.above_floor !== undefined && (
        <li data-above-floor={parcel.above_floor}>
          On the parcel world's test text its loss is {formatFigure(100 * parcel.above_floor, 1)}{" "}
          % above the floor that the grammar sets.
        </li>
      )}
      <li data-subtraction-exact={subtraction.held_out.exact}>
        Subtraction, greedy, where the number after the last one would be wrong: {ratio(subtraction.held_out)}
        {" "}
        of the pairs held out of the corpus are exact, and {ratio(subtraction.in_text)}{" "}
        of an eighth of those in it.
        {subtraction.bigram && subtraction.trigram && (
          <>
            {" "}Of the pairs held out, a bigram model of the same text has{" "}
            {ratio(subtraction.bigram)}, a trigram model {ratio(subtraction.trigram)}.
          </>
        )}
      </li>
      <li data-policy-obeyed={policy.obeyed}>
        A policy stated in the context beats the usual one in {policy.obeyed} of {policy.cases} cases.
      </li>
      <li>
        After "The package left the", the word coupon, all its pieces together, has probability{" "}
        {results.coupon.toExponential(1)} (true: 1e-6, so it never stood in the text).
      </li>
      {results.apologies !== null && (
        <li>
          Greedy decoding after the apology says it {results.apologies}{" "}
          times in 200 tokens; sampling leaves the circle.
        </li>
      )}
      {Object.entries(card.quantization).map(([source, nats]) => (
        <li key={source} data-quantization={nats}>
          4-bit blocks cost {formatFigure(nats, 4)} nats per token on the validation text "{source}".
        </li>
      ))}
    </ul>
  );
}

/** The worked prompts. */
export function FactsTable(
  { facts, model }: { readonly facts: CheckResults["facts"]; readonly model: ShippedName },
) {
  return (
    <DataTable<CheckResults["facts"][number]>
      caption="Worked prompts: the likeliest words by the grammar, with the model's probability"
      rows={facts}
      rowKey={({ text }) => text}
      rowAttributes={({ isTopRight }) => ({ "data-top-right": `${isTopRight}` })}
      columns={[
        {
          key: "text",
          label: "Prompt",
          cell: ({ text }) => <a href={predictorHref(text, model)}>{text}</a>,
        },
        {
          key: "words",
          label: "Word: truth, model",
          cell: ({ words }) =>
            words.slice(0, 3).map(({ word, truth, model }) =>
              `${JSON.stringify(word)}: ${formatFigure(truth, 2)}, ${formatFigure(model, 2)}`
            ).join("; "),
        },
        { key: "top", label: "Top right", cell: ({ isTopRight }) => isTopRight ? "yes" : "no" },
      ]}
    />
  );
}
