/**
 * The signals of the training lab.
 *
 * @module
 */
import { decodeText } from "@/lib/lm/decode_bytes.ts";
import { type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { Notice } from "@/lib/experiment/codec.ts";
import type { Drafts } from "@/lib/labs/experiment/drafts.ts";
import type { Experiment } from "@/lib/labs/experiment/experiment.ts";
import type { LookRecord, RunRecord } from "@/lib/labs/train/run_record.ts";
import type { GeneratedToken, StopReason } from "@/lib/lm/generation/generation.ts";
import type { CountComparison } from "@/lib/training/run/count_comparison.ts";
import type { RunFacts } from "@/lib/training/run/training_protocol.ts";
import type { Trace } from "@/lib/training/network/trace.ts";
import type { TrainingSettings } from "@/lib/training/training_settings.ts";

/** What the lab is doing. */
export type TrainStatus = "idle" | "starting" | "running" | "paused" | "done" | "diverged";

/** A failure in words, and the setting that would help. */
export interface TrainProblem {
  readonly message: string;
  /** A change that removes it, with its button's label. */
  readonly remedy?: { readonly label: string; readonly change: Partial<TrainingSettings> } | undefined;
}

/** What the network wrote. */
export interface Written {
  readonly prompt: string;
  readonly tokens: readonly GeneratedToken[];
  readonly stop: StopReason | null;
}

/** Everything that changes on the page. */
export interface TrainState {
  /** The settings as typed, where they can be read; a run keeps those that it began with. */
  readonly settings: ReadonlySignal<TrainingSettings>;
  /** Names of the settings that were changed last, or of the context that is watched. */
  readonly moved: Signal<readonly string[]>;
  readonly notices: Signal<readonly Notice[]>;
  readonly status: Signal<TrainStatus>;
  readonly problem: Signal<TrainProblem | null>;
  readonly run: Signal<RunRecord | null>;
  /** Runs before this one, oldest first. */
  readonly earlier: Signal<readonly RunRecord[]>;
  readonly look: Signal<LookRecord | null>;
  /** Probabilities before the last step, for the ghost marks. */
  readonly ghost: Signal<readonly number[] | null>;
  /** The context whose distribution is shown, as typed. */
  readonly watched: Signal<string>;
  readonly trace: Signal<Trace | null>;
  /** Stage of the step-through, from 0. */
  readonly stage: Signal<number>;
  readonly comparison: Signal<CountComparison | null>;
  /** What is being computed besides training. */
  readonly waiting: Signal<"counts" | "writing" | "export" | null>;
  readonly prompt: Signal<string>;
  readonly temperature: Signal<number>;
  readonly written: Signal<Written | null>;
}

/** What a page opens with. */
export interface TrainStart {
  readonly settings: TrainingSettings;
  /** What the address holds that cannot be used, for its fields. */
  readonly drafts?: Drafts;
  readonly notices: readonly Notice[];
  readonly run: RunRecord | null;
  readonly look: LookRecord | null;
  /** What is wrong with the settings, as the server found it. */
  readonly problem: string | null;
  /** Whether the address names a finished run that the server leaves to the tab. */
  readonly runsHere?: boolean;
}

/** The state of a page that has just opened. */
export function createTrainState(start: TrainStart, experiment: Experiment<TrainingSettings>): TrainState {
  return {
    settings: experiment.query,
    moved: experiment.moved,
    notices: experiment.notices,
    status: signal(statusOf(start.run)),
    problem: signal(start.problem === null ? null : { message: start.problem }),
    run: signal(start.run),
    earlier: signal([]),
    look: signal(start.look),
    ghost: signal(null),
    watched: signal(start.run && start.look ? contextText(start.run.facts, start.look.context) : ""),
    trace: signal(null),
    stage: signal(0),
    comparison: signal(null),
    waiting: signal(null),
    prompt: signal(""),
    temperature: signal(1),
    written: signal(null),
  };
}

function statusOf(run: RunRecord | null): TrainStatus {
  if (run === null || run.losses.length === 0) return "idle";
  return run.divergence === null ? "done" : "diverged";
}

/** A context as it would be typed. */
export function contextText({ tokenizer }: RunFacts, context: readonly number[]): string {
  const { kind, tokens } = tokenizer;
  const known = context.filter((id) => id >= 0).map((id) => tokens[id] ?? "");
  if (kind === "words") return known.join(" ");
  const bytes = Uint8Array.from(known.join(""), (character) => character.charCodeAt(0));
  return decodeText(bytes);
}
