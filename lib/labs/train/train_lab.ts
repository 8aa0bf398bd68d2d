/**
 * The training lab: its state and everything a visitor can do with it. No DOM.
 *
 * @module
 */
import { batch } from "@preact/signals";
import { fieldNames } from "@/lib/experiment/codec.ts";
import { createExperiment, type Experiment } from "@/lib/labs/experiment/experiment.ts";
import { createExportCommand, type ExportKind } from "@/lib/labs/train/export_commands.ts";
import { createInspectionCommands, type InspectionCommands } from "@/lib/labs/train/inspection_commands.ts";
import type { TrainPorts } from "@/lib/labs/train/ports.ts";
import { withProgress } from "@/lib/labs/train/run_record.ts";
import { formatTrainQuery, parseTrainQuery, TRAIN_FIELDS } from "@/lib/labs/train/train_fields.ts";
import { createTrainState, type TrainStart, type TrainState } from "@/lib/labs/train/train_state.ts";
import { createTrainingCommands, type TrainingCommands } from "@/lib/labs/train/training_commands.ts";
import { createTrainViews, type TrainViews } from "@/lib/labs/train/train_views.ts";
import { createWorkerLink, type WorkerLink } from "@/lib/labs/train/worker_link.ts";
import { wrongSetting } from "@/lib/labs/train/wrong_setting.ts";
import type { TrainingSettings } from "@/lib/training/training_settings.ts";

/** The training lab. */
export interface TrainLab {
  readonly experiment: Experiment<TrainingSettings>;
  readonly state: TrainState;
  readonly views: TrainViews;
  readonly training: TrainingCommands;
  readonly inspect: InspectionCommands;
  /** Changes some settings; the run that is shown keeps its own. */
  change(settings: Partial<TrainingSettings>): void;
  /** Does what a problem offers. */
  remedy(): Promise<void>;
  dismissNotices(): void;
  save(kind: ExportKind): Promise<void>;
  /** Ends the worker. */
  close(): void;
}

/** Creates the lab of a page. */
export function createTrainLab(start: TrainStart, ports: TrainPorts): TrainLab {
  // What was trained is trained again where the address is opened.
  let isTrained = false;
  const { settings: query, drafts = {}, notices } = start;
  const experiment = createExperiment<TrainingSettings>(
    {
      base: ports.base,
      fields: TRAIN_FIELDS,
      read: parseTrainQuery,
      format: (settings) => formatTrainQuery(settings, isTrained),
      unbounded: [],
    },
    { query, drafts, notices },
    ports,
  );
  const state = createTrainState(start, experiment);
  const bare = createWorkerLink(() => ports.connect());
  const link = retrainOnFirstUse(bare, state);
  const inspect = createInspectionCommands(state, ports, link);
  const wrong = () => wrongSetting(experiment.drafts.peek());
  const training = createTrainingCommands({ state, ports, link, refresh: inspect.refresh, wrong });
  function change(settings: Partial<TrainingSettings>): void {
    isTrained = false;
    changeSettings(experiment, settings);
  }
  return {
    experiment,
    state,
    views: createTrainViews(state, experiment.isCurrent),
    training: {
      ...training,
      train() {
        if (wrong() === null) {
          isTrained = true;
          experiment.rewrite();
        }
        return training.train();
      },
      cancel() {
        if (state.status.peek() !== "starting") return;
        training.cancel();
        isTrained = false;
        experiment.rewrite();
      },
    },
    inspect,
    change,
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

/** Takes the settings that can be; the others stay as typed, each with its reason. */
function changeSettings(experiment: Experiment<TrainingSettings>, settings: Partial<TrainingSettings>): void {
  const reasons = fieldNames(TRAIN_FIELDS).filter((name) => name in settings).map((name) =>
    [name, settings[name], settingError(name, settings[name]!)] as const
  );
  const fitting = reasons.filter(([, , reason]) => reason === null).map(([name, value]) => [name, value]);
  batch(() => {
    experiment.set(Object.fromEntries(fitting));
    for (const [name, value, reason] of reasons) {
      if (reason !== null) experiment.refuse(name, Number.isNaN(value) ? "" : String(value), reason);
    }
  });
}

function settingError<K extends keyof TrainingSettings>(name: K, value: TrainingSettings[K]): string | null {
  return Number.isNaN(value) ? "is not a number" : TRAIN_FIELDS[name].check(value);
}

/**
 * A link whose worker has the run that is shown: what the server trained is trained again in the tab, once, before
 * the first question about it.
 */
function retrainOnFirstUse(link: WorkerLink, state: TrainState): WorkerLink {
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
