import { useSignal } from "@preact/signals";
import type { Scoring } from "./use_score.ts";
import type { PassTimes } from "@/lib/labs/score/experiments.ts";
import type { ScoreView } from "@/lib/labs/score/score_view.ts";
import type { ScoredDocument } from "@/lib/lm/loss/text/score_document.ts";
import { formatDuration, formatFigure, formatPlural } from "@/lib/ui/format.ts";
import { Panel } from "@/lib/ui/page/panel.tsx";
import { TeacherForcing } from "@/lib/ui/score/teacher_forcing.tsx";
import type { TokenView } from "@/lib/ui/token/pieces.ts";

/** Columns that are drawn. */
const MOST = 24;

const encoder = new TextEncoder();

interface PartProps {
  readonly document: ScoredDocument;
  readonly view: ScoreView;
  readonly scoring: Scoring;
}

/** Teacher forcing drawn, and what it saves. */
export function ForcingPart({ document, scoring }: PartProps) {
  const at = useSignal<number | null>(null);
  const { tokens, settings } = document;
  const begin: TokenView[] = settings.bos === null
    ? []
    : [{ id: settings.bos, bytes: encoder.encode("begin"), special: true }];
  const row: readonly TokenView[] = [...begin, ...tokens].slice(0, MOST + 1);
  const targets = row.slice(1).map((token, index) => {
    const score = tokens[index + 1 - begin.length]?.score ?? null;
    return { token, lossNats: score && Math.max(0, -score.logProbability) };
  });
  if (targets.length === 0) return null;
  return (
    <Panel title="All positions in one pass" area="run">
      <p class="quiet">
        Each token is the target of those before it. Point at a target: what it may see stays, the rest is
        masked.
      </p>
      <TeacherForcing
        inputs={row.slice(0, -1)}
        targets={targets}
        at={at.value}
        onAt={(index) => at.value = index}
      />
      <Times scoring={scoring} text={document.text} />
    </Panel>
  );
}

function Times({ scoring, text }: { readonly scoring: Scoring; readonly text: string }) {
  const times = useSignal<PassTimes | null>(null);
  const isBusy = useSignal(false);
  const measure = async () => {
    isBusy.value = true;
    try {
      times.value = (await scoring.ask({ kind: "times", text })).times ?? null;
    } finally {
      isBusy.value = false;
    }
  };
  const measured = times.value;
  return (
    <p class="toolbar needs-js">
      <button type="button" disabled={isBusy.value} onClick={measure}>
        {isBusy.value ? "Measuring …" : "Measure one pass against one a token"}
      </button>
      {measured && (
        <span role="status">
          {formatPlural(measured.tokens, "token")}: one pass {formatDuration(measured.onePass)}; by generation
          {" "}
          {formatDuration(measured.withCache)} with a cache, {formatDuration(measured.withoutCache)} without,
          {" "}
          {formatFigure(measured.withoutCache / measured.onePass, 1)} times as long.
        </span>
      )}
    </p>
  );
}
