import { type CheckResults, type ModelCard, readCheckResults } from "@/lib/server/models/card.ts";
import { BarChart } from "@/lib/ui/plot/bar_chart.tsx";
import { DataTable } from "@/lib/ui/plot/data_table.tsx";
import { formatCount, formatFigure } from "@/lib/ui/format.ts";
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

const FLOOR = "the grammar itself: the floor";

/** Bits per byte on the parcel world's test text as bars, the floor a line; all texts in a table behind them. */
export function Results({ card }: { readonly card: ModelCard }) {
  const { texts, rows } = resultsOf(card);
  const floor = rows.find(({ name }) => name === FLOOR)?.bits["parcel"] ?? null;
  const bars = rows.flatMap(({ name, bits: { parcel } }) =>
    name === FLOOR || parcel === undefined ? [] : [{ key: name, label: name, value: parcel, truth: floor }]
  );
  return (
    <>
      <BarChart
        title="Bits per byte on the parcel world's test text; less is better, the line is the floor"
        labelHead="Model"
        valueHead="Bits per byte"
        bars={bars}
      />
      <details class="more">
        <summary>All test texts</summary>
        <BitsTable caption="Bits per byte on test texts; less is better" texts={texts} rows={rows} />
      </details>
    </>
  );
}

function resultsOf(card: ModelCard): { readonly texts: readonly string[]; readonly rows: readonly Row[] } {
  const [gpt, gru] = [readCheckResults("parcel-gpt"), readCheckResults("parcel-gru")];
  const texts = Object.keys(gpt.texts);
  const rows: Row[] = [
    ...BASELINES.map(([key, name]) => ({ name, bits: pick(texts, (text) => card.baselines[text]?.[key]) })),
    ...[gru, gpt].map(({ model, texts: scores }) => ({ name: model, bits: bitsOf(texts, scores) })),
    { name: FLOOR, bits: pick(texts, (text) => floorOf(gpt, text)) },
  ];
  return { texts, rows };
}

/** All models on the few test documents that a masked model was asked about. */
export function SampleTable(
  { results, sample }: {
    readonly results: CheckResults;
    readonly sample: NonNullable<CheckResults["sample"]>;
  },
) {
  const texts = Object.keys(results.texts);
  const of = (model: string) => bitsOf(texts, sample[model] ?? {});
  const rows: Row[] = [
    { name: "parcel-gru", bits: of("parcel-gru") },
    { name: "parcel-gpt", bits: of("parcel-gpt") },
    { name: "parcel-bert, the next token by a mask", bits: bitsOf(texts, results.texts) },
    { name: FLOOR, bits: pick(texts, (text) => floorOf(results, text)) },
    { name: "parcel-bert, each token from both sides: not a code length", bits: of("both sides") },
  ];
  const tokens = Object.values(results.texts).reduce((sum, { tokens }) => sum + tokens, 0);
  return (
    <BitsTable
      caption={`Bits per byte on ${formatCount(tokens)} tokens of short documents of the same texts`}
      texts={texts}
      rows={rows}
    />
  );
}

function BitsTable(
  { caption, texts, rows }: {
    readonly caption: string;
    readonly texts: readonly string[];
    readonly rows: readonly Row[];
  },
) {
  return (
    <DataTable<Row>
      caption={caption}
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

function bitsOf(texts: readonly string[], scores: CheckResults["texts"]): Row["bits"] {
  return pick(texts, (text) => scores[text]?.bits_per_byte);
}

function pick(texts: readonly string[], valueOf: (text: string) => number | undefined): Row["bits"] {
  return Object.fromEntries(texts.map((text) => [text, valueOf(text)]));
}

function floorOf(results: CheckResults, text: string): number | undefined {
  const score = results.texts[text];
  return score?.floor_nats === undefined ? undefined : score.floor_nats / Math.LN2 / score.bytes;
}
