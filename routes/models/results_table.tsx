import type { CheckResults, ModelCard } from "@/lib/server/model_card.ts";
import { DataTable } from "@/lib/ui/data_table.tsx";
import { formatFigure } from "@/lib/ui/format.ts";
import { SOURCE_TITLES } from "./training_curve.tsx";

interface Row {
  readonly name: string;
  readonly bits: { readonly [text: string]: number | undefined };
}

const BASELINES: readonly (readonly [key: string, title: string])[] = [
  ["uniform", "uniform"],
  ["order_1", "unigram"],
  ["order_2", "bigram, interpolated Kneser-Ney"],
  ["order_3", "trigram, interpolated Kneser-Ney"],
  ["order_5", "5-gram, interpolated Kneser-Ney"],
  ["neural_ngram", "neural n-gram, five tokens"],
  ["smollm2", "SmolLM2-135M-Instruct, 4-bit"],
  ["xz", "xz -9e, the test text alone"],
];

/** Bits per byte on the same test texts. */
export function ResultsTable(
  { card, results }: { readonly card: ModelCard; readonly results: CheckResults },
) {
  const texts = Object.keys(results.texts);
  const rows: Row[] = [
    ...BASELINES.map(([key, name]) => ({ name, bits: pick(texts, (text) => card.baselines[text]?.[key]) })),
    { name: "parcel-gpt", bits: pick(texts, (text) => results.texts[text]?.bits_per_byte) },
    { name: "the grammar itself: the floor", bits: pick(texts, (text) => floorOf(results, text)) },
  ];
  return (
    <DataTable<Row>
      caption="Bits per byte on test texts; less is better"
      rows={rows}
      rowKey={({ name }) => name}
      rowAttributes={({ name }) => ({ "data-model": name })}
      columns={[
        { key: "model", label: "Model", cell: ({ name }) => name },
        ...texts.map((text) => ({
          key: text,
          label: SOURCE_TITLES[text] ?? text,
          unit: "bits/byte",
          numeric: true,
          cell: ({ bits }: Row) => bits[text] === undefined ? "–" : formatFigure(bits[text], 3),
          exact: ({ bits }: Row) => `${bits[text] ?? "not known"}`,
        })),
      ]}
    />
  );
}

function pick(texts: readonly string[], valueOf: (text: string) => number | undefined): Row["bits"] {
  return Object.fromEntries(texts.map((text) => [text, valueOf(text)]));
}

function floorOf(results: CheckResults, text: string): number | undefined {
  const score = results.texts[text];
  return score?.floor_nats === undefined ? undefined : score.floor_nats / Math.LN2 / score.bytes;
}
