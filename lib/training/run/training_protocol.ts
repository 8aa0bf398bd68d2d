/**
 * What crosses the border between the page and the training worker: requests with ids, each answered once by
 * `done` or `failed`. The page asks for a few steps at a time, so that a pause is simply not asking.
 *
 * @module
 */
import type { Backend, TokenId } from "@/lib/lm/language_model.ts";
import type { EngineMeasurement } from "@/lib/training/engines/choose_engine.ts";
import type { CorpusTokenizer } from "@/lib/training/data/corpus_tokenizer.ts";
import type { CountComparison } from "@/lib/training/run/count_comparison.ts";
import type { NetworkShape, NetworkWeights } from "@/lib/training/network/network.ts";
import type { Trace } from "@/lib/training/network/trace.ts";
import { TRAINING_ERROR_CODES, type TrainingErrorCode } from "@/lib/training/training_error.ts";
import type { TrainingSettings } from "@/lib/training/training_settings.ts";
import type { StepRecord } from "@/lib/training/run/training_run.ts";

/** What a run is, once its data and its engine are there. */
export interface RunFacts {
  readonly tokenizer: CorpusTokenizer;
  readonly shape: NetworkShape;
  readonly parameters: number;
  readonly sentences: number;
  readonly trainExamples: number;
  readonly heldOutExamples: number;
  /** No loss of the training examples gets below this, in nats. */
  readonly floorNats: number;
  /** Contexts to look at, each with the token that follows it in the text. */
  readonly samples: readonly { readonly context: readonly TokenId[]; readonly target: TokenId }[];
  readonly engine: EngineFacts;
}

/** What computes a run. */
export interface EngineFacts {
  readonly backend: Backend;
  /** Threads of the WASM backend; 1 elsewhere. */
  readonly threads: number;
  readonly measured: readonly EngineMeasurement[];
  /** What a visitor should know, such as a backend that failed and was replaced. */
  readonly notices: readonly string[];
}

/** What some steps gave. */
export interface Progress {
  readonly records: readonly StepRecord[];
  /** Steps made so far in all. */
  readonly step: number;
  /** Mean loss of training and held-out examples after these steps; null where it was not asked for, or there are none. */
  readonly trainLoss: number | null;
  readonly heldOutLoss: number | null;
  /** Why the run cannot go on, or null. */
  readonly divergence: string | null;
  readonly checkpoints: readonly number[];
  /** Tensors and bytes that the library holds. */
  readonly memory: { readonly tensors: number; readonly bytes: number };
  readonly engine: EngineFacts;
}

/** A token's place in the plane of the embeddings. */
export interface MapPoint {
  readonly id: TokenId;
  readonly x: number;
  readonly y: number;
}

/** The network as it stands now. */
export interface Look {
  readonly step: number;
  /** Logits after the context asked for, one a token. */
  readonly logits: Float32Array<ArrayBuffer>;
  readonly points: readonly MapPoint[];
  /** Share of the embeddings' variance that the plane shows. */
  readonly shown: number;
}

/** What each request asks. */
export interface TrainingRequests {
  /** `backend` takes that one and others only where it fails, for tests and benches; without it the fastest is measured. */
  readonly start: { readonly settings: TrainingSettings; readonly backend?: Backend };
  readonly advance: {
    /** Steps at most, and milliseconds at most; at least one step is made. */
    readonly steps: number;
    readonly milliseconds: number;
    /** Whether to measure the losses afterwards. */
    readonly evaluate: boolean;
  };
  readonly look: { readonly context: readonly TokenId[] };
  readonly trace: { readonly context: readonly TokenId[]; readonly target: TokenId };
  readonly rewind: { readonly step: number };
  readonly weights: Record<never, never>;
  readonly counts: Record<never, never>;
}

/** What each request is answered with. */
export interface TrainingResults {
  readonly start: RunFacts;
  readonly advance: Progress;
  readonly look: Look;
  readonly trace: Trace;
  readonly rewind: { readonly step: number };
  readonly weights: NetworkWeights;
  readonly counts: CountComparison;
}

/** The name of a request. */
export type TrainingRequestType = keyof TrainingRequests;

/** One request of a given type. */
type TrainingRequestOf<T extends TrainingRequestType> =
  & { readonly type: T; readonly id: number }
  & TrainingRequests[T];

/** Page to worker. */
export type TrainingRequest = { [T in TrainingRequestType]: TrainingRequestOf<T> }[TrainingRequestType];

/** Worker to page. */
export type TrainingReply =
  | { readonly type: "done"; readonly id: number; readonly result: TrainingResults[TrainingRequestType] }
  | {
    readonly type: "failed";
    readonly id: number;
    readonly code: TrainingErrorCode;
    readonly message: string;
  };

type Guard = (message: Record<string, unknown>) => boolean;

const GUARDS: { readonly [T in TrainingRequestType]: Guard } = {
  start: ({ settings }) => isRecord(settings) && typeof settings.corpus === "string",
  advance: ({ steps, milliseconds, evaluate }) =>
    isCount(steps) && typeof milliseconds === "number" && typeof evaluate === "boolean",
  look: ({ context }) => isTokens(context),
  trace: ({ context, target }) => isTokens(context) && isCount(target),
  rewind: ({ step }) => isCount(step),
  weights: () => true,
  counts: () => true,
};

/** The guard at the worker's border: the message as a request, or null if it is not one. */
export function parseTrainingRequest(message: unknown): TrainingRequest | null {
  if (!isRecord(message) || !isCount(message.id) || typeof message.type !== "string") return null;
  if (!Object.hasOwn(GUARDS, message.type)) return null;
  return GUARDS[message.type as TrainingRequestType](message) ? message as unknown as TrainingRequest : null;
}

/** The guard at the page's border: the message as a reply, or null if it is not one. */
export function parseTrainingReply(message: unknown): TrainingReply | null {
  if (!isRecord(message) || !isCount(message.id)) return null;
  const isDone = message.type === "done" && message.result !== undefined;
  const isFailed = message.type === "failed" && typeof message.message === "string" &&
    (TRAINING_ERROR_CODES as readonly unknown[]).includes(message.code);
  return isDone || isFailed ? message as unknown as TrainingReply : null;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && value as number >= 0;
}

function isTokens(value: unknown): boolean {
  return Array.isArray(value) && value.every((id) => Number.isSafeInteger(id));
}
