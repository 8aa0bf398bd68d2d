import type { Scoring } from "./use_score.ts";
import { formatDuration, formatProbability } from "@/lib/ui/format.ts";
import { formatPasses } from "@/lib/ui/score/format_passes.ts";

/** Progress is shown of what takes longer than this, in milliseconds. */
const NOTICED = 400;

/** How far a long text is, how long it will take, and a way to stop. */
export function ProgressPart({ scoring }: { readonly scoring: Scoring }) {
  const progress = scoring.progress.value;
  const { milliseconds, document } = scoring.state.value;
  if (scoring.isCalledOff.value) {
    return (
      <p class="toolbar">
        <span class="quiet">Called off: what is shown is the text before.</span>
        <button type="button" onClick={scoring.again}>Score it</button>
      </p>
    );
  }
  if (progress === null) {
    if (milliseconds === null || document === null) return null;
    return (
      <p class="small quiet">
        Scored in this tab in {formatDuration(milliseconds)}, {formatPasses(document.passes)}.
      </p>
    );
  }
  const elapsed = performance.now() - progress.since;
  const isLong = elapsed > NOTICED && progress.done > 0;
  return (
    <div class="score-progress" role="status">
      <span>{isLong ? `Scoring, ${formatProbability(progress.done)}` : "Scoring …"}</span>
      {isLong && (
        <>
          <progress aria-label="Scoring" max={1} value={progress.done} />
          <span class="num quiet">{formatDuration(elapsed / progress.done * (1 - progress.done))} left</span>
          <button type="button" onClick={scoring.cancel}>Cancel</button>
        </>
      )}
    </div>
  );
}
