/**
 * What the page derives from the lab's state. Each changes only when its own value does, so that a part that does
 * not show the steps is not drawn with each of them.
 *
 * @module
 */
import { computed, type ReadonlySignal } from "@preact/signals";
import { type RunRecord, stepsMade } from "@/lib/labs/train/run_record.ts";
import { contextText, type TrainState } from "@/lib/labs/train/train_state.ts";
import type { RunFacts } from "@/lib/training/run/training_protocol.ts";

/** Contexts of the text that are offered to look at. */
const OFFERED = 40;

/** The lab's derived values. */
export interface TrainViews {
  /** What the run is; null before the first. */
  readonly facts: ReadonlySignal<RunFacts | null>;
  /** Contexts of the text, as typed. */
  readonly samples: ReadonlySignal<readonly string[]>;
  /** Whether a run is being prepared or makes steps. */
  readonly busy: ReadonlySignal<boolean>;
  /** Whether the run that is shown has other settings than those that are typed. */
  readonly stale: ReadonlySignal<boolean>;
  /** Runs that made a step, oldest first; only this one's while it trains. */
  readonly comparable: ReadonlySignal<readonly RunRecord[]>;
}

/**
 * Derives the views.
 *
 * @param isCurrent Whether everything that was typed could be read.
 */
export function createTrainViews(state: TrainState, isCurrent: ReadonlySignal<boolean>): TrainViews {
  const facts = computed(() => state.run.value?.facts ?? null);
  const busy = computed(() => state.status.value === "starting" || state.status.value === "running");
  return {
    facts,
    busy,
    stale: computed(() => {
      const run = state.run.value;
      if (run === null || busy.value) return false;
      return !isCurrent.value || JSON.stringify(run.settings) !== JSON.stringify(state.settings.value);
    }),
    samples: computed(() => {
      const shown = facts.value?.samples.slice(0, OFFERED) ?? [];
      return [...new Set(shown.map(({ context }) => contextText(facts.value!, context)))];
    }),
    comparable: computed(() => {
      const earlier = state.earlier.value;
      const run = busy.value ? null : state.run.value;
      return run !== null && stepsMade(run) > 0 ? [...earlier, run] : earlier;
    }),
  };
}
