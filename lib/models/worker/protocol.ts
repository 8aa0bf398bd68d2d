/**
 * What crosses the border between the page and the model worker: two discriminated unions with request
 * ids. Requests are answered by `done` or `failed` under their id; `progress` may come before that, and
 * `lost` at any time.
 *
 * @module
 */
import type { TokenQuestion } from "@/lib/lm/generation/decide_token.ts";
import type { ScoredToken, TokenId } from "@/lib/lm/language_model.ts";
import {
  type DecisionResult,
  ENGINE_BACKENDS,
  type EngineBackend,
  type EngineFacts,
  type LoadSpec,
  type LogitsResult,
} from "@/lib/models/engine.ts";
import { type LoadProgress, MODEL_ERROR_CODES, type ModelErrorCode } from "@/lib/models/model_provider.ts";

/** What each request asks. `from` and `top` as in `LanguageModel.score`. */
export interface RequestFields {
  readonly load: { readonly spec: LoadSpec };
  readonly encode: { readonly text: string };
  readonly encode_chat: { readonly text: string };
  readonly logits: { readonly tokens: readonly TokenId[]; readonly rows: number; readonly cache: boolean };
  readonly decide: {
    readonly tokens: readonly TokenId[];
    readonly question: TokenQuestion;
    readonly cache: boolean;
  };
  readonly score: { readonly tokens: readonly TokenId[]; readonly from: number; readonly top: number };
  readonly dispose: Record<never, never>;
}

/** What each request is answered with. Rows and the packed vocabulary are transferred, not copied. */
export interface Results {
  readonly load: EngineFacts;
  readonly encode: TokenId[];
  readonly encode_chat: TokenId[] | null;
  readonly logits: LogitsResult;
  readonly decide: DecisionResult;
  readonly score: ScoredToken[];
  readonly dispose: null;
}

/** The name of a request that has an answer. */
export type RequestType = keyof RequestFields;

/** One request of a given type. */
export type RequestOf<T extends RequestType> = { readonly type: T; readonly id: number } & RequestFields[T];

/** Page to worker. `cancel` names another request's id; that one then fails with `aborted`. */
export type WorkerRequest =
  | { [T in RequestType]: RequestOf<T> }[RequestType]
  | { readonly type: "cancel"; readonly id: number };

/** Worker to page. */
export type WorkerEvent =
  | { readonly type: "progress"; readonly id: number; readonly progress: LoadProgress }
  | { readonly type: "done"; readonly id: number; readonly result: Results[RequestType] }
  | {
    readonly type: "failed";
    readonly id: number;
    readonly code: ModelErrorCode;
    readonly message: string;
    /** Whether the worker answers nothing more and must be replaced. */
    readonly fatal: boolean;
  }
  | { readonly type: "lost"; readonly code: ModelErrorCode; readonly message: string };

/** What a port looks like to both sides: a `MessagePort`, a `Worker` or a worker's own scope. */
export interface MessageEndpoint {
  postMessage(message: unknown, transfer: Transferable[]): void;
  addEventListener(type: "message", listener: (event: MessageEvent) => void): void;
}

/** Failures after which a worker answers nothing more: onnxruntime repeats its first error for ever. */
const FATAL_CODES: readonly ModelErrorCode[] = ["device_lost", "worker_lost", "out_of_memory", "internal"];

/** Whether a failure of a running model takes its worker with it. A failed load always does. */
export function isFatal(code: ModelErrorCode): boolean {
  return FATAL_CODES.includes(code);
}

/** The guard at the worker's border: the message as a request, or null if it is not one. */
export function parseRequest(message: unknown): WorkerRequest | null {
  if (!isRecord(message) || !isCount(message.id) || typeof message.type !== "string") return null;
  const isRequest = Object.hasOwn(REQUEST_GUARDS, message.type) &&
    REQUEST_GUARDS[message.type as WorkerRequest["type"]](message);
  return isRequest ? message as unknown as WorkerRequest : null;
}

/** The guard at the page's border: the message as an event, or null if it is not one. */
export function parseEvent(message: unknown): WorkerEvent | null {
  if (!isRecord(message) || typeof message.type !== "string") return null;
  const isEvent = Object.hasOwn(EVENT_GUARDS, message.type) &&
    EVENT_GUARDS[message.type as WorkerEvent["type"]](message);
  return isEvent ? message as unknown as WorkerEvent : null;
}

type Guard = (message: Record<string, unknown>) => boolean;

const REQUEST_GUARDS: { readonly [T in WorkerRequest["type"]]: Guard } = {
  load: (message) => isLoadSpec(message.spec),
  encode: (message) => typeof message.text === "string",
  encode_chat: (message) => typeof message.text === "string",
  logits: ({ tokens, rows, cache }) => isTokens(tokens) && isCount(rows) && typeof cache === "boolean",
  decide: ({ tokens, question, cache }) =>
    isTokens(tokens) && isQuestion(question) && typeof cache === "boolean",
  score: ({ tokens, from, top }) => isTokens(tokens) && isCount(from) && isCount(top),
  cancel: () => true,
  dispose: () => true,
};

const EVENT_GUARDS: { readonly [T in WorkerEvent["type"]]: Guard } = {
  progress: ({ id, progress }) => isCount(id) && isRecord(progress),
  done: ({ id, result }) => isCount(id) && result !== undefined,
  failed: ({ id, code, message }) => isCount(id) && isErrorCode(code) && typeof message === "string",
  lost: ({ code, message }) => isErrorCode(code) && typeof message === "string",
};

function isLoadSpec(spec: unknown): boolean {
  return isRecord(spec) && typeof spec.name === "string" && typeof spec.baseUrl === "string" &&
    ENGINE_BACKENDS.includes(spec.backend as EngineBackend) && Array.isArray(spec.files) &&
    isRecord(spec.wasmPaths) && isCount(spec.threads);
}

function isQuestion(question: unknown): boolean {
  return isRecord(question) && isRecord(question.sampler) && Array.isArray(question.sampler.stages) &&
    ["sample", "greedy"].includes(question.pick as string) && isCount(question.seed) &&
    isCount(question.index) && isTokens(question.context) && isCount(question.top);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && value as number >= 0;
}

function isTokens(value: unknown): boolean {
  return Array.isArray(value) && value.every((id) => typeof id === "number");
}

function isErrorCode(value: unknown): value is ModelErrorCode {
  return (MODEL_ERROR_CODES as readonly unknown[]).includes(value);
}
