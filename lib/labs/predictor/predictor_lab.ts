/**
 * The predictor: its state, what is derived from it, and everything a visitor can do with it. No DOM.
 *
 * @module
 */
import { batch } from "@preact/signals";
import type { Notice } from "@/lib/experiment/codec.ts";
import { parsePredictorQuery } from "@/lib/experiment/fields/predictor_fields.ts";
import type { PredictorQuery } from "@/lib/experiment/fields/predictor_query.ts";
import {
  createAddressKeeper,
  DRAFT_KEY,
  storedDraft,
  withKeptFields,
} from "@/lib/labs/predictor/commands/address_keeper.ts";
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
import type { AddressState, PredictorPorts } from "@/lib/labs/predictor/ports.ts";
import type { PredictorSnapshot } from "@/lib/labs/predictor/views/page_views.ts";
import { createPredictorState, type PredictorState } from "@/lib/labs/predictor/predictor_state.ts";
import { createPredictorViews, type PredictorViews } from "@/lib/labs/predictor/views/predictor_views.ts";
import type { ProblemAction } from "@/lib/labs/predictor/problem.ts";
import { createTokenCommands, type TokenCommands } from "@/lib/labs/predictor/commands/token_commands.ts";

/** What a page opens with. */
export interface PredictorStart {
  readonly query: PredictorQuery;
  readonly notices: readonly Notice[];
  /** The server's answer; null where the tab computes the first one. */
  readonly snapshot: PredictorSnapshot | null;
}

/** The predictor. */
export interface PredictorLab {
  readonly state: PredictorState;
  readonly views: PredictorViews;
  readonly edit: EditingCommands;
  readonly generation: GenerationCommands;
  readonly tokens: TokenCommands;
  readonly models: ModelCommands;
  /** Takes over what was kept beside the address, and computes the tab's own answer if `eager`. */
  open(kept: AddressState | null, eager: boolean): Promise<void>;
  /** Shows the experiment of an address: the browser went back or forward. */
  restore(params: URLSearchParams, kept: AddressState | null): void;
  /** Resolves when the answer shown is that of the experiment. */
  settled(): Promise<void>;
  /** Writes a waiting change to the address, before the page goes away. */
  flush(): void;
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
  const state = createPredictorState(start.query, start.notices);
  state.problem.value = start.snapshot?.problem ?? null;
  const views = createPredictorViews(state, start.snapshot);
  const computation = createComputation(state, ports);
  const keeper = createAddressKeeper(state, ports);
  const generation = createGenerationCommands(state, ports, computation, keeper);
  const edit = createEditingCommands(state, ports, views, computation, keeper, generation);
  const models = createModelCommands(state, ports, edit.change);
  return {
    ...createHistoryCommands(state, ports, computation, generation, edit),
    state,
    views,
    edit,
    generation,
    models,
    tokens: createTokenCommands(state, views, ports, computation, edit),
    settled: computation.settled,
    flush: keeper.flush,
    toggleDraws: () => void (state.drawing.value = !state.drawing.peek()),
    dismissNotices: () => batch(() => (state.notices.value = [], state.modelNotices.value = [])),
    takeDraft: () => takeDraft(state, ports, edit),
    act: (action) =>
      act(action, state, edit, models, computation, () => {
        keeper.flush();
        ports.address.reload();
      }),
    snapshot: () => takeSnapshot(state, views, start.snapshot),
  };
}

function createHistoryCommands(
  state: PredictorState,
  ports: PredictorPorts,
  computation: Computation,
  generation: GenerationCommands,
  edit: EditingCommands,
): Pick<PredictorLab, "open" | "restore"> {
  async function open(kept: AddressState | null, eager: boolean): Promise<void> {
    const query = withKeptFields(state.query.peek(), kept);
    batch(() => {
      state.depth.value = kept?.depth ?? 0;
      state.query.value = query;
      state.draft.value = storedDraft(query, ports);
    });
    const differs = kept !== null && Object.keys(kept.fields).length > 0;
    if (eager || differs) await computation.refresh();
  }

  function restore(params: URLSearchParams, kept: AddressState | null): void {
    generation.abandon();
    edit.endTyping();
    const { query, notices } = parsePredictorQuery(params);
    batch(() => {
      state.depth.value = kept?.depth ?? 0;
      state.query.value = withKeptFields(query, kept);
      state.notices.value = notices;
      state.inspection.value = null;
      state.fieldErrors.value = new Map();
      state.ghost.value = new Map();
    });
    computation.refresh();
  }

  return { open, restore };
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
  };
}
