import { type Signal, useComputed } from "@preact/signals";
import type { ScoreQuery } from "@/lib/experiment/fields/score_fields.ts";
import type { QueryLab } from "@/lib/labs/query/query_lab.ts";
import { bitsOf, type ScoreView } from "@/lib/labs/score/score_view.ts";
import type { DocumentToken, ScoredDocument } from "@/lib/lm/loss/text/score_document.ts";
import { Segments } from "@/lib/ui/form/segments.tsx";
import { formatCount, formatPlural } from "@/lib/ui/format.ts";
import { LinePlot } from "@/lib/ui/plot/line_plot.tsx";
import { RunningText } from "@/lib/ui/score/running_text.tsx";
import { TintKey } from "@/lib/ui/score/tint_key.tsx";
import { tokenName } from "@/lib/ui/token/pieces.ts";
import { TokenDetail, type TokenDetailProps } from "@/lib/ui/score/token_detail.tsx";

interface PartProps {
  readonly lab: QueryLab<ScoreQuery>;
  readonly document: ScoredDocument;
  readonly view: ScoreView;
  /** The open token. */
  readonly at: Signal<number | null>;
}

/** Tokens that are drawn at a time: of a long text fewer, since each is a button. */
const MAX_SHOWN = 600;
const OF_LONG = 150;

/** The text in running type, and the open token. */
export function TextPart({ lab, document, view, at }: PartProps) {
  const opened = openedOf(view, at);
  const shown = view.length > MAX_SHOWN ? OF_LONG : MAX_SHOWN;
  const start = Math.floor((opened ?? 0) / shown) * shown;
  const open = (index: number) => at.value = index;
  const tint = useComputed(() => lab.query.value.tint).value;
  return (
    <>
      <Segments
        label="Tint by"
        name="tint"
        options={[["surprisal", "surprisal"], ["rank", "rank"]]}
        value={tint}
        onChange={(tint) => lab.set({ tint })}
      />
      <RunningText
        label="The text, token by token"
        tokens={view.tokens(start, start + shown)}
        start={start}
        at={opened}
        onOpen={open}
      />
      <TintKey tint={tint} />
      {view.length > shown && <Pages start={start} shown={shown} total={view.length} onGo={open} />}
      {opened !== null && <TokenDetail {...detailOf(document.tokens[opened]!, opened)} />}
    </>
  );
}

/** The curve along the text; a place of it opens its token. */
export function CurvePart({ document, view, at }: Omit<PartProps, "lab">) {
  const opened = openedOf(view, at);
  if (view.curve.length < 2) return null;
  return (
    <LinePlot
      title={view.tokensPerPoint === 1
        ? "Surprise along the text"
        : `Surprise along the text, means of ${view.tokensPerPoint} tokens`}
      x={{ label: "token", whole: true }}
      y={{ label: "surprise", unit: "bits", min: 0 }}
      series={[{ label: document.source.split(/[@ ]/)[0]!, points: view.curve }]}
      labels={false}
      {...(view.tokensPerPoint === 1 && { placeName: (x) => placeName(document, x) })}
      height={160}
      table={false}
      reads
      now={opened === null ? null : opened + 1}
      onChoose={(x) => at.value = Math.min(view.length, Math.max(1, Math.round(x))) - 1}
    />
  );
}

/** A place of the curve by its token. */
function placeName({ tokens }: ScoredDocument, place: number): string {
  return `token ${place}, ${tokenName(tokens[place - 1]!)}`;
}

/** The token that is open: the most surprising one until another is chosen. */
function openedOf(view: ScoreView, at: Signal<number | null>): number | null {
  return at.value !== null && at.value < view.length ? at.value : view.peak;
}

function Pages(
  { start, shown, total, onGo }: {
    readonly start: number;
    readonly shown: number;
    readonly total: number;
    readonly onGo: (index: number) => void;
  },
) {
  const end = Math.min(total, start + shown);
  return (
    <p class="toolbar">
      <button type="button" disabled={start === 0} onClick={() => onGo(start - shown)}>Before</button>
      <span class="quiet">
        tokens {formatCount(start + 1)} to {formatCount(end)} of {formatPlural(total, "token")}
      </span>
      <button type="button" disabled={end === total} onClick={() => onGo(end)}>After</button>
    </p>
  );
}

function detailOf({ id, bytes, score }: DocumentToken, index: number): TokenDetailProps {
  return {
    position: index + 1,
    token: { id, bytes },
    figures: score && {
      probability: Math.exp(score.logProbability),
      bits: bitsOf(score),
      rank: score.rank,
      entropyBits: score.entropyNats / Math.LN2,
    },
    alternatives: (score?.top ?? []).map(({ id, bytes, logProbability }) => ({
      token: { id, bytes },
      probability: Math.exp(logProbability),
    })),
    without: score === null ? "" : "Alternatives are kept for texts of at most 2,000 tokens.",
  };
}
