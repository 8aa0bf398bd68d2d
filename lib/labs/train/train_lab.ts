/**
 * The training lab: its state and everything a visitor can do with it. No DOM.
 *
 * @module
 */
import { batch } from "@preact/signals";
import { fieldNames } from "@/lib/experiment/codec.ts";
import { createExportCommand, type ExportKind } from "@/lib/labs/train/export_commands.ts";
import { createInspectionCommands, type InspectionCommands } from "@/lib/labs/train/inspection_commands.ts";
import type { TrainPorts } from "@/lib/labs/train/ports.ts";
import { withProgress } from "@/lib/labs/train/run_record.ts";
import { parseTrainQuery, TRAIN_FIELDS, trainAddress } from "@/lib/labs/train/train_fields.ts";
import { createTrainState, type TrainStart, type TrainState } from "@/lib/labs/train/train_state.ts";
import { createTrainingCommands, type TrainingCommands } from "@/lib/labs/train/training_commands.ts";
import { createTrainViews, type TrainViews } from "@/lib/labs/train/train_views.ts";
import { createWorkerLink, type WorkerLink } from "@/lib/labs/train/worker_link.ts";
import { wrongSetting } from "@/lib/labs/train/wrong_setting.ts";
import type { TrainingSettings } from "@/lib/training/training_settings.ts";

/** The training lab. */
export interface TrainLab {
  readonly state: TrainState;
  readonly views: TrainViews;
  readonly training: TrainingCommands;
  readonly inspect: InspectionCommands;
  /** Changes some settings; the run that is shown keeps its own. */
  change(settings: Partial<TrainingSettings>): void;
  /** Shows the experiment of an address, or what was kept of it: the browser went back or forward, or loaded again. */
  restore(params: URLSearchParams, kept?: Partial<TrainingSettings> | null): void;
  /** Does what a problem offers. */
  remedy(): Promise<void>;
  dismissNotices(): void;
  save(kind: ExportKind): Promise<void>;
  /** Ends the worker. */
  close(): void;
}

/** Creates the lab of a page. */
export function createTrainLab(start: TrainStart, ports: TrainPorts): TrainLab {
  const state = createTrainState(start);
  const bare = createWorkerLink(() => ports.connect());
  const link = taughtLink(bare, state);
  const inspect = createInspectionCommands(state, ports, link);
  const training = createTrainingCommands({ state, ports, link, refresh: inspect.refresh });
  function change(settings: Partial<TrainingSettings>): void {
    const before = state.settings.peek();
    const next = { ...before, ...settings };
    state.moved.value = fieldNames(TRAIN_FIELDS).filter((name) => next[name] !== before[name]);
    state.settings.value = next;
    // An address says only what it can be read back from.
    const address = wrongSetting(next) === null ? trainAddress(ports.base, next) : undefined;
    ports.keep(next, address);
  }
  return {
    state,
    views: createTrainViews(state),
    training: {
      ...training,
      train() {
        const settings = state.settings.peek();
        // What was trained is trained again where the address is opened.
        if (wrongSetting(settings) === null) ports.keep(settings, trainAddress(ports.base, settings, true));
        return training.train();
      },
    },
    inspect,
    change,
    restore(params, kept) {
      const { query, notices } = parseTrainQuery(params);
      batch(() => {
        state.settings.value = { ...query, ...kept };
        state.notices.value = kept ? [] : notices;
      });
    },
    async remedy() {
      const remedy = state.problem.peek()?.remedy;
      state.problem.value = null;
      if (!remedy) return;
      change(remedy.change);
      await training.train();
    },
    dismissNotices: () => void (state.notices.value = []),
    save: createExportCommand(state, ports, link),
    close: () => bare.close(),
  };
}

/**
 * A link whose worker has the run that is shown: what the server trained is trained again in the tab, once, before
 * the first question about it.
 */
function taughtLink(link: WorkerLink, state: TrainState): WorkerLink {
  let teaching: Promise<void> | null = null;
  async function teach(): Promise<void> {
    const run = state.run.peek();
    if (run === null || run.where !== "server") return;
    const { settings } = run;
    const facts = await link.ask("start", { settings });
    const made = await link.ask("advance", {
      steps: run.losses.length,
      milliseconds: Infinity,
      evaluate: true,
    });
    if (state.run.peek() !== run) return;
    const blank = { ...run, facts, where: "tab" as const, losses: [], gradientNorms: [], trainLosses: [] };
    state.run.value = withProgress({ ...blank, heldOutLosses: [] }, made, 0);
  }
  return {
    async ask(type, fields) {
      if (type !== "start") {
        teaching ??= teach().finally(() => teaching = null);
        await teaching;
      }
      return await link.ask(type, fields);
    },
    close: () => link.close(),
  };
}
