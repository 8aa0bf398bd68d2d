import { type Signal, useSignal } from "@preact/signals";
import type { Scoring } from "./use_score.ts";
import type { DriftReport } from "@/lib/labs/score/experiments.ts";
import type { ScoreView } from "@/lib/labs/score/score_view.ts";
import type { ScoredDocument, TopToken } from "@/lib/lm/loss/text/score_document.ts";
import { Fold } from "@/lib/ui/page/fold.tsx";
import { LinePlot, type Series } from "@/lib/ui/plot/line_plot.tsx";
import { TokenChip } from "@/lib/ui/token/chip.tsx";

interface PartProps {
  readonly document: ScoredDocument;
  readonly view: ScoreView;
  readonly scoring: Scoring;
  readonly at: Signal<number | null>;
}

/** Puts another token where the open one stands, and follows the surprise behind it. */
export function DriftPart({ document, view, scoring, at }: PartProps) {
  const report = useSignal<DriftReport | null>(null);
  const problem = useSignal<string | null>(null);
  const position = Math.min(at.value ?? Math.floor(view.length / 3), view.length - 1);
  const token = document.tokens[position];
  const others = (token?.score?.top ?? []).filter(({ id }) => id !== token!.id).slice(0, 4);
  const force = async (wrong: number) => {
    problem.value = null;
    try {
      report.value = (await scoring.ask({ kind: "drift", text: document.text, position, wrong })).drift ??
        null;
    } catch (error) {
      problem.value = error instanceof Error ? error.message : String(error);
    }
  };
  if (!token) return null;
  return (
    <Fold summary="Why it drifts: force another token and follow the surprise">
      <p>
        In place of <TokenChip token={token} selected /> (token {position + 1}; open another one above), force
      </p>
      <p class="toolbar needs-js">
        {others.map((other) => <ForceButton key={other.id} other={other} onForce={force} />)}
        {others.length === 0 && <span class="quiet">Open a token with alternatives first.</span>}
      </p>
      {problem.value && <p class="field-error" role="alert">{problem.value}</p>}
      {report.value && <DriftPlot report={report.value} />}
    </Fold>
  );
}

function ForceButton(
  { other, onForce }: { readonly other: TopToken; readonly onForce: (id: number) => void },
) {
  return (
    <button type="button" class="choose" onClick={() => onForce(other.id)}>
      <TokenChip token={other} />
    </button>
  );
}

function DriftPlot({ report }: { readonly report: DriftReport }) {
  const line = (label: string, bits: readonly number[]): Series => ({
    label,
    points: bits.map((value, index) => [report.position + index + 1, value] as const),
  });
  return (
    <>
      <LinePlot
        title="Surprise from the forced token on"
        x={{ label: "token" }}
        y={{ label: "surprise", unit: "bits", min: 0 }}
        series={[
          line("the text as it is", report.original),
          line("forced, then the text", report.forced),
          line("forced, then its own", report.own),
        ]}
        height={180}
        reads
      />
      <p class="small quiet">
        Under teacher forcing the true tokens come back and the surprise with them falls; left to itself the
        model never meets them again, and its own likeliest tokens surprise it little, right or wrong.
      </p>
    </>
  );
}
