import { useSignal } from "@preact/signals";
import { type Reading, useReading } from "@/islands/context/use_reading.ts";
import type { ModelSources } from "@/lib/labs/score/protocol.ts";
import { Handle } from "@/lib/ui/form/handle.tsx";
import { TextField } from "@/lib/ui/form/text_fields.tsx";
import { formatProbability } from "@/lib/ui/format.ts";
import { BarChart } from "@/lib/ui/plot/bar_chart.tsx";
import { TokenChip } from "@/lib/ui/token/chip.tsx";

const TEXT = "Annual plans are refundable within 14 days. The refund policy says annual plans are";
const SUMMARY = "Annual plans: refundable.";

/** A model reads a text whose first sentence is a policy, through a window whose limit is dragged down. */
export function ReadingPart({ sources }: { readonly sources: ModelSources }) {
  const reading = useReading(async () => {
    const { embeddedModels } = await import("../models/embedded_models.ts");
    return await embeddedModels(sources)("parcel-gpt");
  });
  const summary = useSignal("");
  const { status } = reading;
  const isBusy = status.value === "loading";
  return (
    <section class="area-reading needs-js" aria-label="A model reads it">
      <h2>A model reads it</h2>
      <p class="small quiet">
        The text begins with a policy. Drag the window until that sentence drops out, and watch the next
        token.
      </p>
      {status.value !== "ready" && (
        <button
          type="button"
          disabled={isBusy}
          onClick={() => reading.begin(TEXT)}
        >
          {isBusy ? "Loading parcel-gpt …" : "Let parcel-gpt read it, in this tab"}
        </button>
      )}
      {status.value !== "ready" && status.value !== "idle" && !isBusy && (
        <p class="field-error" role="alert">{status.value}</p>
      )}
      {reading.reading.value && <Result reading={reading} summary={summary.value} />}
      {reading.reading.value && (
        <div class="form-row">
          <TextField
            label="A summary in place of what dropped out"
            name="summary"
            value={summary.value}
            placeholder={SUMMARY}
            onInput={(text) => {
              summary.value = text;
              reading.read(reading.limit.peek(), text);
            }}
          />
        </div>
      )}
    </section>
  );
}

function Result({ reading, summary }: { readonly reading: Reading; readonly summary: string }) {
  const tokens = reading.tokens.value;
  const { source, dropped, next } = reading.reading.value!;
  const limit = reading.limit.value;
  return (
    <div
      class="result"
      aria-busy={reading.busy.value}
      data-source={source}
      data-limit={limit}
      data-dropped-tokens={dropped}
    >
      <p class="reading-text" aria-label="The text in tokens">
        {tokens.map((token, index) => (
          <span key={index} class={index < dropped ? "is-dropped" : undefined}>
            <TokenChip token={token} />
          </span>
        ))}
      </p>
      <Handle
        label="Tokens that the reading window holds"
        value={limit}
        min={1}
        max={tokens.length}
        step={1}
        valueText={`${limit} of ${tokens.length} tokens`}
        onInput={(value) => reading.read(value, summary)}
      />
      <p class="small" role="status">
        The window holds {limit} of {tokens.length} tokens
        {dropped > 0 &&
          (summary.trim() === "" ? "; the oldest are gone." : "; the summary stands in their place.")}
      </p>
      <BarChart
        title="What parcel-gpt says next"
        quietTitle
        labelHead="Token"
        valueHead="Probability"
        max={1}
        format={formatProbability}
        bars={next.map(({ id, bytes, probability }) => ({
          key: id,
          label: <TokenChip token={{ id, bytes }} />,
          value: probability,
        }))}
        rowAttributes={({ key, value }) => ({ "data-id": key, "data-probability": value })}
      />
    </div>
  );
}
