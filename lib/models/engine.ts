/**
 * What runs inside the model worker: one loaded model, before any promise, port or retry is wrapped around it.
 * The worker serves an {@linkcode Engine}; tests serve a fake one.
 *
 * @module
 */
import type { TokenDecision, TokenQuestion } from "@/lib/lm/generation/decide_token.ts";
import type { ModelRun, ScoredToken, TokenId, TokenLogProbability } from "@/lib/lm/language_model.ts";
import type { PackedVocabulary } from "@/lib/lm/vocabulary.ts";
import type { LoadProgress, ModelError, ModelFile } from "@/lib/models/model_provider.ts";

/** What computes: this site's own engine on its kernel, or onnxruntime on a device. */
export const ENGINE_BACKENDS = ["kernel", "webgpu", "wasm"] as const;

/** One of {@linkcode ENGINE_BACKENDS}. */
export type EngineBackend = typeof ENGINE_BACKENDS[number];

/** Absolute URLs of the onnxruntime build to use, glue and binary. */
export interface RuntimePaths {
  readonly mjs: string;
  readonly wasm: string;
}

/** What a model must answer: the likeliest tokens after a fixed prompt, from an independent implementation. */
export interface ReferenceDistribution {
  readonly tokens: readonly TokenId[];
  /** Likeliest first, at least five. */
  readonly top: readonly TokenLogProbability[];
  /** Largest allowed difference of a log-probability, in nats. */
  readonly tolerance: number;
}

/** Everything a worker needs to know to load one model: plain data, so that it crosses a port. */
export interface LoadSpec {
  /** `OWNER/NAME`, or a catalog id. */
  readonly name: string;
  readonly revision: string;
  readonly dtype: string;
  readonly backend: EngineBackend;
  /** Absolute URL that paths of files are appended to; ends with a slash. */
  readonly baseUrl: string;
  /** The files that a load reads, with what is known of their length and hash. */
  readonly files: readonly ModelFile[];
  /** Whether low-bit weights are expanded to float32 at load where that is faster (WASM) and fits. */
  readonly expand: "auto" | "never";
  /** The most bytes that expanded weights may take. */
  readonly expandBudget: number;
  /** WASM threads; 1 is used where the worker is not cross-origin isolated. */
  readonly threads: number;
  readonly wasmPaths: RuntimePaths;
  readonly reference: ReferenceDistribution | null;
}

/** The files of the model being loaded, downloaded and verified on demand; null for one that does not exist. */
export interface EngineFiles {
  get(path: string): Promise<Uint8Array<ArrayBuffer> | null>;
  /** Drops the stored copy of a file that turned out to be unusable, so that the next load asks the host again. */
  forget(path: string): Promise<void>;
}

/** A {@linkcode LoadSpec} with what cannot cross a port. */
export interface EngineOptions {
  readonly spec: LoadSpec;
  readonly files: EngineFiles;
  /** Gets the phases `expand`, `session`, `warm_up` and `check`; the files report their own. */
  readonly onProgress: (progress: LoadProgress) => void;
  readonly signal: AbortSignal;
}

/** What the engine's load measured. */
export interface EngineReport {
  readonly backend: EngineBackend;
  /** Its name for people, with device and threads: "onnxruntime on WASM, 2 threads". */
  readonly engine: string;
  /** WASM threads; 0 on WebGPU. */
  readonly threads: number;
  /** `crossOriginIsolated` as the worker sees it. */
  readonly crossOriginIsolated: boolean;
  readonly expanded: boolean;
  /** Bytes of the expanded weights; 0 where they were not expanded. */
  readonly expandedBytes: number;
  /** Bytes that expanding takes or would take, by the graph; 0 where it has no low-bit weights. */
  readonly expandableBytes: number;
  /** Milliseconds from the start of the load in the worker until ready. */
  readonly milliseconds: number;
  /** Decoding speed measured at warm-up. */
  readonly tokensPerSecond: number;
  /** Null where no reference was given. */
  readonly referenceMatches: boolean | null;
  /** What a visitor should know, such as weights left as they are for want of memory. */
  readonly notices: readonly string[];
  /** The likeliest tokens after the warm-up's prompt, so that two engines can be compared. */
  readonly answer: readonly TokenLogProbability[];
}

/** What a loaded model says of itself. */
export interface EngineFacts {
  readonly vocabulary: PackedVocabulary;
  readonly contextLength: number;
  readonly beginToken: TokenId | null;
  readonly endTokens: readonly TokenId[];
  readonly cacheBytesPerToken: number;
  /** The formula behind `cacheBytesPerToken`, written out. */
  readonly cacheFormula: string;
  readonly hasChatTemplate: boolean;
  readonly report: EngineReport;
}

/** Logits with what the pass cost. */
export interface LogitsResult {
  /** One row per asked position, oldest first; each owns its buffer. */
  readonly rows: Float32Array<ArrayBuffer>[];
  readonly run: ModelRun;
}

/** A token that was picked beside the model, with what the pass cost. */
export interface DecisionResult {
  readonly decision: TokenDecision;
  readonly run: ModelRun;
}

/**
 * One loaded model. Calls come one at a time. A failed pass leaves the engine dead: onnxruntime repeats its
 * first error for ever, so the worker must be replaced.
 */
export interface Engine {
  readonly facts: EngineFacts;
  /** Resolves when the device is lost; never otherwise. */
  readonly lost: Promise<ModelError>;
  encode(text: string): TokenId[];
  encodeChat(text: string): TokenId[] | null;
  /** @throws {ModelError} `bad_token`, `too_long`, `not_finite`, `aborted`, and fatal ones: see {@linkcode isFatal}. */
  logits(
    tokens: readonly TokenId[],
    options: { readonly rows: number; readonly cache: boolean; readonly signal: AbortSignal },
  ): Promise<LogitsResult>;
  /** The token behind a text: a pass, and a turn of the loop. @throws {ModelError} As {@linkcode Engine.logits}. */
  decide(
    tokens: readonly TokenId[],
    options: { readonly question: TokenQuestion; readonly cache: boolean; readonly signal: AbortSignal },
  ): Promise<DecisionResult>;
  /** @throws {ModelError} As {@linkcode Engine.logits}. */
  score(
    tokens: readonly TokenId[],
    options: { readonly from: number; readonly top: number; readonly signal: AbortSignal },
  ): Promise<ScoredToken[]>;
  dispose(): Promise<void>;
}

/** Makes an engine. @throws {ModelError} With a reason; the worker must then be replaced. */
export type CreateEngine = (options: EngineOptions) => Promise<Engine>;
