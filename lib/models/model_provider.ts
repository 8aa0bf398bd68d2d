/**
 * What the labs know of models that have to be loaded: a catalog, a description before any download, and a
 * load with progress. The worker client implements it; tests use a fake.
 *
 * @module
 */
import type { Backend, LanguageModel, ModelId } from "@/lib/lm/language_model.ts";

/** The device a visitor asks for; `auto` measures. */
export const DEVICES = ["auto", "webgpu", "wasm", "cpu"] as const;

/** One of {@linkcode DEVICES}. */
export type Device = typeof DEVICES[number];

/** Why a model could not be loaded or run. Every failure carries one. */
export const MODEL_ERROR_CODES = [
  "no_webgpu",
  "not_found",
  "unsupported",
  "download",
  "integrity",
  "quota",
  "out_of_memory",
  "device_lost",
  "worker_lost",
  "too_long",
  "bad_token",
  "not_finite",
  "aborted",
  "internal",
] as const;

/** One of {@linkcode MODEL_ERROR_CODES}. */
export type ModelErrorCode = typeof MODEL_ERROR_CODES[number];

/** A failure of a model, with a message for people that says what to do. */
export class ModelError extends Error {
  override readonly name = "ModelError";
  constructor(readonly code: ModelErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
  }
}

/** A file of a model, as the catalog knows it. */
export interface ModelFile {
  /** Path inside the repository. */
  readonly path: string;
  /** Length in bytes; null where it is not known before the download. */
  readonly bytes: number | null;
  /** SHA-256 in lower-case hex; null where it is not known. */
  readonly sha256: string | null;
  /** The file itself, where it is a small text that was read already. */
  readonly content?: string;
}

/** What can be said of a model before any weight is downloaded. */
export interface ModelDescription {
  readonly id: ModelId;
  /** Name for people. */
  readonly title: string;
  /** SPDX id, or null where the repository does not say. */
  readonly license: string | null;
  /** Number of parameters; null where it is not known. */
  readonly parameters: number | null;
  /** Tokens; null where it is not known. */
  readonly contextLength: number | null;
  readonly vocabularySize: number | null;
  /** Files that a load reads. */
  readonly files: readonly ModelFile[];
  /** Sum of the files' lengths in bytes; null where one is not known. */
  readonly downloadBytes: number | null;
  /** The most memory that running it takes, in bytes: on onnxruntime in WASM, weights expanded to float32; null where it is not known. */
  readonly memoryBytes: number | null;
  /** Weight formats the repository has, best first for this device. */
  readonly dtypes: readonly string[];
  /** Whether the browser's cache already holds every file. */
  readonly cached: boolean;
}

/** What a load is doing. Bytes count what crossed the network or was read from the cache. */
export interface LoadProgress {
  readonly phase: "describe" | "download" | "verify" | "expand" | "session" | "warm_up" | "check";
  readonly loadedBytes: number;
  /** Null where a host does not say. */
  readonly totalBytes: number | null;
  /** Whether the bytes come from the browser's cache. */
  readonly cached: boolean;
}

/** What a finished load found out. */
export interface LoadReport {
  readonly backend: Backend;
  /** Its name for people, with device and threads: "onnxruntime on WASM, 2 threads". */
  readonly engine: string;
  /** WASM threads; 0 on WebGPU. */
  readonly threads: number;
  /** `crossOriginIsolated` as the worker sees it. */
  readonly crossOriginIsolated: boolean;
  /** Whether low-bit weights were expanded to float32 at load. */
  readonly expanded: boolean;
  /** Bytes that the expanded weights take; 0 where they were not expanded. */
  readonly expandedBytes: number;
  /** Milliseconds from the request until the model was ready. */
  readonly milliseconds: number;
  /** Decoding speed measured at warm-up for each backend that was tried, in tokens per second. */
  readonly warmUp: readonly { readonly backend: Backend; readonly tokensPerSecond: number }[];
  /** Whether a fixed prompt's top 5 equals the stored reference; null where the catalog has none. */
  readonly referenceMatches: boolean | null;
  /** What a visitor should know, such as a backend that failed and was replaced. */
  readonly notices: readonly string[];
}

/** A model that a provider loaded. */
export interface LoadedModel extends LanguageModel {
  readonly report: LoadReport;
  /**
   * Called when the model's worker or device dies between or during calls. Calls in flight are repeated on a
   * fresh worker; `backend` changes when WebGPU had to give way to WASM.
   */
  onRecovery: ((what: { readonly message: string; readonly backend: Backend }) => void) | null;
}

/** What to load. */
export interface LoadRequest {
  readonly name: string;
  /** Empty for the catalog's own, or `main`. */
  readonly revision?: string;
  /** `auto` or empty for the best that this device runs. */
  readonly dtype?: string;
  readonly device?: Device;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: (progress: LoadProgress) => void;
  /** Called when the slot's model is released before the new one is there, which may still fail or be called off. */
  readonly onRelease?: () => void;
  /** Each slot holds one model; loading into it releases the one before. Default `main`. */
  readonly slot?: string;
}

/** What the browser's storage holds for this site. */
export interface StorageReport {
  readonly usedBytes: number;
  /** Null where the browser does not say. */
  readonly quotaBytes: number | null;
  readonly models: readonly { readonly name: string; readonly revision: string; readonly bytes: number }[];
}

/** Describes and loads models. */
export interface ModelProvider {
  /** Names of the models offered first, smallest first. */
  readonly catalog: readonly ModelDescription[];
  /**
   * What a load of one weight format would take; `auto` or empty for the best that this device runs, which also
   * stands in for a format that it does not.
   *
   * @throws {ModelError} With a reason that says what the repository lacks, or that it cannot be reached.
   */
  describe(name: string, revision?: string, signal?: AbortSignal, dtype?: string): Promise<ModelDescription>;
  /** @throws {ModelError} */
  load(request: LoadRequest): Promise<LoadedModel>;
  storage(): Promise<StorageReport>;
  /** Deletes the cached files of one model, or of all. */
  clearStorage(name?: string): Promise<void>;
}
