import type { ScoreQuery } from "@/lib/experiment/fields/score_fields.ts";
import type { QueryLab } from "@/lib/labs/query/query_lab.ts";
import type { ScoreView } from "@/lib/labs/score/score_view.ts";
import { LOG_BASES, LOG_UNITS, type LogBase } from "@/lib/lm/loss/log_base.ts";
import { AVERAGES } from "@/lib/lm/loss/text/per_document.ts";
import { Segments, type SegmentsProps } from "@/lib/ui/form/segments.tsx";
import { formatCount, formatFigure } from "@/lib/ui/format.ts";
import { formatMoved, formatPerplexity } from "@/lib/ui/score/format_perplexity.ts";

interface PartProps {
  readonly lab: QueryLab<ScoreQuery>;
  readonly view: ScoreView | null;
}

const BASES: Readonly<Record<LogBase, string>> = { "2": "bits, log 2", e: "nats, ln", "10": "dits, log 10" };

/** What the perplexity is a mean over and what the totals are counted in, and how far each moves the figure. */
export function MeanPart({ lab, view }: PartProps) {
  const { per, base } = lab.query.value;
  return (
    <>
      <Choices
        label="Perplexity per"
        name="per"
        options={AVERAGES.map((value) => [value, value] as const)}
        value={per}
        onChange={(per) => lab.set({ per })}
      />
      {view && <p class="small quiet" role="status">{sayMean(view)}</p>}
      <Choices
        label="Totals in"
        name="base"
        options={LOG_BASES.map((value) => [value, BASES[value]] as const)}
        value={base}
        onChange={(base) => lab.set({ base })}
      />
      <p class="small quiet">{sayBase(base)}</p>
    </>
  );
}

/** A choice under its own name. */
function Choices<T extends string>(props: SegmentsProps<T>) {
  return (
    <div class="field">
      <span>{props.label}</span>
      <Segments {...props} />
    </div>
  );
}

function sayMean({ documents: { documents, perplexity }, totals }: ScoreView): string {
  if (perplexity === null || totals.perplexity === null) return "Nothing is scored.";
  if (documents === 1) {
    return "This is one document, so both are the same. An empty line begins another.";
  }
  const moved = formatMoved(perplexity, totals.perplexity);
  return `${formatPerplexity(totals.perplexity)} per token; ${formatPerplexity(perplexity)} as the mean of ` +
    `${formatCount(documents)} documents, which empty lines separate: ${
      moved === "0" ? "the same" : `moved by ${moved}`
    }.`;
}

function sayBase(base: LogBase): string {
  const { unit, perBit } = LOG_UNITS[base];
  return base === "2"
    ? "A perplexity has no base: this choice moves only what is counted."
    : `Every total is ${
      formatFigure(perBit, 3)
    } times its bits in ${unit}. A perplexity has no base and does not move.`;
}
