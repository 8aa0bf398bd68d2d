import type { StoredResults } from "@/lib/experiment/store/stored_experiment.ts";
import type { Comparison } from "@/lib/labs/share/compare_figures.ts";

/** What is known of a replay. */
export interface ReplayState extends Comparison {
  readonly stored: StoredResults;
  /** What computed the replay. */
  readonly sources: readonly string[];
  /** Whether the visitor has changed the experiment since. */
  readonly isEdited: boolean;
}

/** Says how a replay compares with what its author stored. */
export function replaySentence(
  { stored, sources, figures, differing, isReplayed, isEdited }: ReplayState,
): string {
  const count = figures.length === 1 ? "1 figure" : `${figures.length} figures`;
  const author = `by ${listed(stored.sources) || "an unnamed source"}`;
  if (!isReplayed) {
    return isEdited
      ? `The author’s results: ${count} ${author}. You changed the experiment before they were compared: go back to replay it.`
      : `The author’s results: ${count} ${author}. Nobody has checked them; they are compared as soon as the experiment is replayed here.`;
  }
  const edited = isEdited ? " You have changed the experiment since: this compares it as it was." : "";
  const same = listed(stored.sources) === listed(sources);
  if (differing === 0) {
    const by = same ? author : `stored ${author}, replayed by ${listed(sources)}`;
    return `Replayed the same: all ${count} agree within 0.001 %, ${by}.${edited}`;
  }
  const where = same ? `Both are ${author}.` : `Stored ${author}; replayed by ${listed(sources)}.`;
  return `Replayed differently: ${differing} of ${count} differ by more than 0.001 %. ${where}${edited}`;
}

function listed(sources: readonly string[]): string {
  return sources.join(", ");
}
