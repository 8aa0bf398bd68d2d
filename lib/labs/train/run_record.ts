/**
 * What is known of a run, as plain data: it crosses from the server to the tab, and stays when the next run begins.
 *
 * @module
 */
import type { TokenId } from "@/lib/lm/language_model.ts";
import type { FinishedRun } from "@/lib/training/run/train_on_server.ts";
import type { EngineFacts, MapPoint, Progress, RunFacts } from "@/lib/training/run/training_protocol.ts";
import type { TrainingSettings } from "@/lib/training/training_settings.ts";

/** A loss measured after some steps. */
export type LossPoint = readonly [step: number, nats: number];

/** One run, so far. */
export interface RunRecord {
  /** Counts the runs of a visit, from 1. */
  readonly number: number;
  readonly where: "server" | "tab";
  readonly settings: TrainingSettings;
  readonly facts: RunFacts;
  readonly engine: EngineFacts;
  /** Loss of each step's batch before the step, in nats. */
  readonly losses: readonly number[];
  /** Length of the whole gradient at the steps where it was measured. */
  readonly gradientNorms: readonly LossPoint[];
  readonly trainLosses: readonly LossPoint[];
  readonly heldOutLosses: readonly LossPoint[];
  /** Loss of the training examples after the last step; null before that. */
  readonly finalLoss: number | null;
  readonly divergence: string | null;
  readonly checkpoints: readonly number[];
  readonly memory: Progress["memory"];
  /** Time of the steps, waiting for the screen included. */
  readonly milliseconds: number;
}

/** The answer about the network as it stands, as plain data. */
export interface LookRecord {
  readonly step: number;
  readonly context: readonly TokenId[];
  readonly logits: readonly number[];
  readonly points: readonly MapPoint[];
  readonly shown: number;
}

/** A run that has not made a step. */
export function newRun(number: number, settings: TrainingSettings, facts: RunFacts): RunRecord {
  return {
    number,
    where: "tab",
    settings,
    facts,
    engine: facts.engine,
    losses: [],
    gradientNorms: [],
    trainLosses: [],
    heldOutLosses: [],
    finalLoss: null,
    divergence: null,
    checkpoints: [0],
    memory: { tensors: 0, bytes: 0 },
    milliseconds: 0,
  };
}

/** The run with what some steps gave. */
export function withProgress(run: RunRecord, progress: Progress, milliseconds: number): RunRecord {
  const { records, step, trainLoss, heldOutLoss } = progress;
  const norms = records.flatMap(({ step, gradientNorms }): LossPoint[] =>
    gradientNorms === null ? [] : [[step, Math.hypot(...Object.values(gradientNorms))]]
  );
  return {
    ...run,
    engine: progress.engine,
    losses: [...run.losses, ...records.map(({ loss }) => loss)],
    gradientNorms: [...run.gradientNorms, ...norms],
    trainLosses: trainLoss === null ? run.trainLosses : [...run.trainLosses, [step, trainLoss]],
    heldOutLosses: heldOutLoss === null ? run.heldOutLosses : [...run.heldOutLosses, [step, heldOutLoss]],
    finalLoss: step >= run.settings.steps ? trainLoss : null,
    divergence: progress.divergence,
    checkpoints: progress.checkpoints,
    memory: progress.memory,
    milliseconds: run.milliseconds + milliseconds,
  };
}

/** The run as it was before a step: what came after is forgotten, its checkpoints stay. */
export function rewound(run: RunRecord, step: number): RunRecord {
  const before = (points: readonly LossPoint[]) => points.filter(([at]) => at <= step);
  return {
    ...run,
    losses: run.losses.slice(0, step),
    gradientNorms: run.gradientNorms.filter(([at]) => at < step),
    trainLosses: before(run.trainLosses),
    heldOutLosses: before(run.heldOutLosses),
    finalLoss: null,
    divergence: null,
  };
}

/** Steps that a run has made. */
export function stepsMade({ losses }: RunRecord): number {
  return losses.length;
}

/** The run that the server made. */
export function serverRun(settings: TrainingSettings, { facts, progress }: FinishedRun): RunRecord {
  return { ...withProgress(newRun(1, settings, facts), progress, 0), where: "server" };
}

/** A run of the server that has not made a step yet. */
export function untrainedRun(settings: TrainingSettings, facts: RunFacts): RunRecord {
  return { ...newRun(1, settings, facts), where: "server" };
}

/** The loss that a run ended with, or the last one measured. */
export function lastLoss(run: RunRecord): number {
  return run.finalLoss ?? run.losses.at(-1) ?? NaN;
}

/** At most `most` of some points, the first and the last among them. */
export function thinned<T>(points: readonly T[], most: number): readonly T[] {
  if (points.length <= most) return points;
  const last = points.length - 1;
  return Array.from({ length: most }, (_, i) => points[Math.round(i * last / (most - 1))]!);
}
