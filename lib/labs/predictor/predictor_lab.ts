/**
 * The predictor: its state, what is derived from it, and everything a visitor can do with it. No DOM.
 *
 * @module
 */
import type { Drafts } from "@/lib/labs/experiment/drafts.ts";
import { batch } from "@preact/signals";
import type { Notice } from "@/lib/experiment/codec.ts";
import type { PredictorQuery } from "@/lib/experiment/fields/predictor_query.ts";
import type { Experiment, Place } from "@/lib/labs/experiment/experiment.ts";
import { type Computation, createComputation } from "@/lib/labs/predictor/commands/computation.ts";
import {
  createEditingCommands,
  type EditingCommands,
} from "@/lib/labs/predictor/commands/editing_commands.ts";
import {
  createGenerationCommands,
  type GenerationCommands,
} from "@/lib/labs/predictor/commands/generation_commands.ts";
import { createModelCommands, type ModelCommands } from "@/lib/labs/predictor/commands/model_commands.ts";
import type { PredictorPorts } from "@/lib/labs/predictor/ports.ts";
import {
  createPredictorExperiment,
  DRAFT_KEY,
  storedDraft,
} from "@/lib/labs/predictor/predictor_experiment.ts";
import type { PredictorSnapshot } from "@/lib/labs/predictor/views/page_views.ts";
import { createPredictorState, type PredictorState } from "@/lib/labs/predictor/predictor_state.ts";
import { createPredictorViews, type PredictorViews } from "@/lib/labs/predictor/views/predictor_views.ts";
import type { ProblemAction } from "@/lib/labs/predictor/problem.ts";
import { createTokenCommands, type TokenCommands } from "@/lib/labs/predictor/commands/token_commands.ts";

/** What a page opens with. */
export interface PredictorStart {
  readonly query: PredictorQuery;
  /** What the address holds that cannot be used, for its fields. */
  readonly drafts?: Drafts;
  readonly notices: readonly Notice[];
  /** The server's answer; null where the tab computes the first one. */
  readonly snapshot: PredictorSnapshot | null;
}

/** The predictor. */
export interface PredictorLab {
  /** The page's experiment; another entry of the history, or that of a file, is taken with its answer. */
  readonly experiment: Experiment<PredictorQuery>;
  readonly state: PredictorState;
  readonly views: PredictorViews;
  readonly edit: EditingCommands;
  readonly generation: GenerationCommands;
  readonly tokens: TokenCommands;
  readonly models: ModelCommands;
  /** Takes the entry that the page was opened with, and computes the tab's own answer if `eager`. */
  open(place: Place | null, eager: boolean): Promise<void>;
  /** Resolves when the answer shown is that of the experiment. */
  settled(): Promise<void>;
  /** Switches the 1,000 draws on or off. */
  toggleDraws(): void;
  /** Brings the text of an earlier visit back. */
  takeDraft(): void;
  dismissNotices(): void;
  /** Does what a problem offers. */
  act(action: ProblemAction): void;
  /** The answer as plain data. */
  snapshot(): PredictorSnapshot;
}

/** Creates the predictor of a page. */
export function createPredictorLab(start: PredictorStart, ports: PredictorPorts): PredictorLab {
  const experiment = createPredictorExperiment(start, ports);
  const state = createPredictorState(experiment);
  state.problem.value = start.snapshot?.problem ?? null;
  const views = createPredictorViews(state, start.snapshot);
  const computation = createComputation(state, ports);
  const generation = createGenerationCommands(state, ports, computation, experiment);
  const edit = createEditingCommands(state, ports, views, computation, experiment, generation);
  const models = createModelCommands(state, ports, edit.change);
  async function open(place: Place | null, eager: boolean): Promise<void> {
    const sent = state.query.peek();
    batch(() => {
      if (place !== null) experiment.restore(place, true);
      state.draft.value = storedDraft(state.query.peek().text, ports.storage);
    });
    if (eager || state.query.peek() !== sent) await computation.refresh();
  }
  return {
    experiment: withAnswer(experiment, state, computation, generation, edit),
    state,
    views,
    edit,
    generation,
    models,
    tokens: createTokenCommands(state, views, ports, computation, edit),
    open,
    settled: computation.settled,
    toggleDraws: () => void (state.drawing.value = !state.drawing.peek()),
    dismissNotices: () => batch(() => (state.notices.value = [], state.modelNotices.value = [])),
    takeDraft: () => takeDraft(state, ports, edit),
    act: (action) =>
      act(action, state, edit, models, computation, () => {
        experiment.flush();
        ports.reload();
      }),
    snapshot: () => takeSnapshot(state, views, start.snapshot),
  };
}

/** The experiment as the page handles it: what it becomes is answered, and nothing of the one before goes on. */
function withAnswer(
  experiment: Experiment<PredictorQuery>,
  state: PredictorState,
  computation: Computation,
  generation: GenerationCommands,
  edit: EditingCommands,
): Experiment<PredictorQuery> {
  function become(act: () => void): void {
    generation.abandon();
    edit.endTyping();
    batch(() => {
      act();
      state.inspection.value = null;
      state.ghost.value = new Map();
    });
    computation.refresh();
  }
  return {
    ...experiment,
    open: (...given) => become(() => experiment.open(...given)),
    restore: (...given) => become(() => experiment.restore(...given)),
  };
}

function takeDraft(state: PredictorState, ports: PredictorPorts, edit: EditingCommands): void {
  const draft = state.draft.peek();
  state.draft.value = null;
  if (draft !== null) edit.setText(draft);
  else ports.storage.remove(DRAFT_KEY);
}

function act(
  action: ProblemAction,
  state: PredictorState,
  edit: EditingCommands,
  models: ModelCommands,
  computation: Computation,
  reload: () => void,
): void {
  const acts: Readonly<Record<ProblemAction, () => unknown>> = {
    retry: () => computation.refresh(),
    retry_load: () => models.retry(),
    drop_start: () => edit.setField("context_policy", "truncate_start"),
    use_embedded: () => models.useEmbedded(),
    use_wasm: () => models.retry("wasm"),
    clear_storage: () => models.clearStorage().then(() => models.retry()),
    reload,
  };
  state.problem.value = null;
  acts[action]();
}

function takeSnapshot(
  state: PredictorState,
  views: PredictorViews,
  sent: PredictorSnapshot | null,
): PredictorSnapshot {
  const prediction = state.prediction.peek();
  return {
    ...views.page.peek(),
    stop: views.stop.peek(),
    next: prediction?.reading.next(prediction, state.query.peek()) ?? sent?.next ?? null,
    problem: state.problem.peek(),
    isWhole: true,
  };
}
