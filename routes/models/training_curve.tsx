import type { ModelCard, TrainingEntry } from "@/lib/server/models/card.ts";
import { DataTable } from "@/lib/ui/plot/data_table.tsx";
import { formatCount, formatNats } from "@/lib/ui/format.ts";
import { Island } from "@/lib/ui/page/island.tsx";
import type { Series } from "@/lib/ui/plot/line_plot.tsx";

/** Names of the corpus' parts for people. */
export const SOURCE_TITLES: { readonly [source: string]: string } = {
  parcel: "parcel world",
  everyday: "everyday English",
  books: "glosses, speeches, novel",
  lessons: "lessons in numbers",
};

/** Loss while training, by source, with the parcel world's floor; the log itself in a table. */
export function TrainingCurve({ card, floor }: { readonly card: ModelCard; readonly floor: number | null }) {
  const log = card.log.filter(({ tokens }) => tokens > 0);
  const first = log[0], last = log.at(-1);
  if (first === undefined || last === undefined) return null;
  const sources = Object.keys(last.train);
  const others = new Set(
    log.flatMap(({ train }) => Object.keys(train)).filter((each) => !sources.includes(each)),
  );
  const series: Series[] = sources.map((source) => ({
    label: SOURCE_TITLES[source] ?? source,
    points: log.flatMap(({ tokens, train }) =>
      train[source] === undefined ? [] : [[tokens / 1e6, train[source]] as const]
    ),
  }));
  if (floor !== null) {
    const ends = [first, last].map(({ tokens }) => [tokens / 1e6, floor] as const);
    series.push({ label: "floor of the parcel world", points: ends, truth: true });
  }
  return (
    <>
      <p data-steps={last.step} data-tokens={last.tokens} data-seconds={last.seconds}>
        {formatCount(last.step)} steps read {formatCount(last.tokens)} tokens in{" "}
        {formatCount(Math.round(last.seconds / 60))}{" "}
        minutes{isLessThanOnce(card, last) && ", less than the corpus holds once"}. {others.has("lessons") &&
          "Early on it read lessons in numbers in place of the parcel world and of books: there their lines break, and the log has the lessons' loss. "}
        The learning rate fell over the last part, and in the last of it the weights were rounded to 4 bits.
        {" "}
        {card.notes}
      </p>
      <Island
        name="ModelCurve"
        when="visible"
        props={{
          title: "Training loss",
          x: { label: "Tokens read", unit: "million" },
          y: { label: "Loss", unit: "nats per token", min: 0 },
          series,
        }}
      />
      <details class="more">
        <summary>The log</summary>
        <TrainingLog log={log} sources={[...sources, ...others]} />
      </details>
    </>
  );
}

function isLessThanOnce({ corpusTokens }: ModelCard, { tokens }: TrainingEntry): boolean {
  return tokens < Object.values(corpusTokens).reduce((sum, each) => sum + each, 0);
}

function TrainingLog(
  { log, sources }: { readonly log: readonly TrainingEntry[]; readonly sources: readonly string[] },
) {
  return (
    <DataTable<TrainingEntry>
      caption="Training log, every 20 steps"
      quietCaption
      rows={log}
      rowKey={({ step }) => step}
      rowAttributes={({ step, seconds, tokens }) => ({
        "data-step": step,
        "data-seconds": seconds,
        "data-tokens": tokens,
      })}
      columns={[
        { key: "step", label: "Step", numeric: true, cell: ({ step }) => formatCount(step) },
        { key: "tokens", label: "Tokens", numeric: true, cell: ({ tokens }) => formatCount(tokens) },
        ...sources.map((source) => ({
          key: source,
          label: SOURCE_TITLES[source] ?? source,
          unit: "nats",
          numeric: true,
          cell: ({ train }: TrainingEntry) => train[source] === undefined ? "–" : formatNats(train[source]),
        })),
      ]}
    />
  );
}
