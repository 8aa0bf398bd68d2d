import { BLANK, type BlankAnswer, type BlankRow } from "./blank_answer.ts";
import { BarChart } from "@/lib/ui/plot/bar_chart.tsx";
import { DataTable } from "@/lib/ui/plot/data_table.tsx";
import { formatProbability } from "@/lib/ui/format.ts";
import { TextField } from "@/lib/ui/form/text_fields.tsx";

const TEXTS = [
  `The package left the ${BLANK} and reached the hub.`,
  `The package left the ${BLANK} page.`,
  `An order contains ${BLANK} items. After a return of 2 items, the retained item count is 3.`,
];

/** The three models' guesses of a hidden word. */
export function BlankSection(
  { answer, action, beside }: {
    readonly answer: BlankAnswer;
    readonly action: string;
    /** What the page's other question holds. */
    readonly beside: string;
  },
) {
  const { text, rows, problem } = answer;
  return (
    <>
      <form method="get" action={action} class="question">
        <TextField name="blank" label={`A text with ${BLANK} for the hidden word`} value={text} />
        <input type="hidden" name="text" value={beside} />
        <button type="submit">Guess</button>
      </form>
      {problem === null ? <Guesses rows={rows} /> : <p role="status">{problem}</p>}
      <p>
        Try {TEXTS.filter((other) => other !== text).map((other, i) => (
          <>
            {i > 0 && " · "}
            <a key={other} href={`${action}?blank=${encodeURIComponent(other)}`}>{other}</a>
          </>
        ))}
      </p>
    </>
  );
}

function Guesses({ rows }: { readonly rows: readonly BlankRow[] }) {
  return (
    <>
      <BarChart
        title="The hidden token: parcel-bert from both sides as a bar, parcel-gpt from what is before as a line"
        labelHead="Token"
        valueHead="Both sides"
        max={1}
        bars={rows.map(({ id, text, both, gpt }) => ({
          key: id,
          label: <TokenText text={text} />,
          value: both,
          truth: gpt,
        }))}
        format={formatProbability}
      />
      <details class="more">
        <summary>All three models</summary>
        <AllGuesses rows={rows} />
      </details>
    </>
  );
}

function TokenText({ text }: { readonly text: string }) {
  return <code>{JSON.stringify(text)}</code>;
}

function AllGuesses({ rows }: { readonly rows: readonly BlankRow[] }) {
  const column = (key: Exclude<keyof BlankRow, "id" | "text">, label: string, unit: string) => ({
    key,
    label,
    unit,
    numeric: true,
    cell: (row: BlankRow) => formatProbability(row[key]),
    exact: (row: BlankRow) => String(row[key]),
  });
  return (
    <DataTable<BlankRow>
      caption="Probability of the hidden token, the likeliest from both sides first"
      rows={rows}
      rowKey={({ id }) => id}
      rowAttributes={({ id, both, before, gpt, gru }) => ({
        "data-id": id,
        "data-both": both,
        "data-before": before,
        "data-gpt": gpt,
        "data-gru": gru,
      })}
      columns={[
        { key: "token", label: "Token", cell: ({ text }) => <TokenText text={text} /> },
        column("both", "parcel-bert", "both sides"),
        column("before", "parcel-bert", "what is before"),
        column("gpt", "parcel-gpt", "what is before"),
        column("gru", "parcel-gru", "what is before"),
      ]}
    />
  );
}
