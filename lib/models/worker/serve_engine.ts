/**
 * The worker's side of the protocol: one engine, one queue. Requests run one after another; a canceled one
 * that waits is dropped, a running one stops at its next look at the signal.
 *
 * @module
 */
import type { CreateEngine, Engine, EngineFiles, LoadSpec } from "@/lib/models/engine.ts";
import { toModelError } from "@/lib/models/engine/engine_error.ts";
import { type LoadProgress, ModelError } from "@/lib/models/model_provider.ts";
import {
  isFatal,
  type MessageEndpoint,
  parseRequest,
  type RequestOf,
  type RequestType,
  type Results,
  type WorkerEvent,
} from "@/lib/models/worker/protocol.ts";

type Request = { [T in RequestType]: RequestOf<T> }[RequestType];

/** What the worker is made of. */
export interface EngineServices {
  readonly createEngine: CreateEngine;
  /** Opens the files of a model; `notices` are added to the load's report. */
  openFiles(options: {
    readonly spec: LoadSpec;
    readonly onProgress: (progress: LoadProgress) => void;
    readonly signal: AbortSignal;
  }): EngineFiles & { readonly notices?: readonly string[] };
}

/** Serves requests that arrive at a port. */
export function serveEngine(port: MessageEndpoint, services: EngineServices): void {
  const server = new EngineServer(port, services);
  port.addEventListener("message", ({ data }) => server.receive(data));
}

class EngineServer {
  readonly #port: MessageEndpoint;
  readonly #services: EngineServices;
  readonly #controllers = new Map<number, AbortController>();
  #engine: Engine | null = null;
  /** Why the worker answers nothing more. */
  #dead: ModelError | null = null;
  #queue: Promise<void> = Promise.resolve();

  constructor(port: MessageEndpoint, services: EngineServices) {
    this.#port = port;
    this.#services = services;
  }

  receive(message: unknown): void {
    const request = parseRequest(message);
    if (!request) return;
    if (request.type === "cancel") return this.#controllers.get(request.id)?.abort();
    const controller = new AbortController();
    this.#controllers.set(request.id, controller);
    this.#queue = this.#queue.then(() => this.#answer(request, controller.signal));
  }

  async #answer(request: Request, signal: AbortSignal): Promise<void> {
    try {
      if (this.#dead) throw this.#dead;
      if (signal.aborted) throw new ModelError("aborted", "The request was canceled");
      const result = await this.#run(request, signal);
      this.#post({ type: "done", id: request.id, result }, transferables(result));
    } catch (cause) {
      this.#fail(request, toModelError(cause));
    } finally {
      this.#controllers.delete(request.id);
    }
  }

  #fail({ id, type }: Request, { code, message }: ModelError): void {
    const fatal = this.#dead !== null || type === "load" || isFatal(code);
    if (fatal) this.#dead ??= new ModelError(code, message);
    this.#post({ type: "failed", id, code, message, fatal });
  }

  async #run(request: Request, signal: AbortSignal): Promise<Results[RequestType]> {
    if (request.type === "load") return await this.#load(request, signal);
    const engine = this.#engine;
    if (!engine) throw new ModelError("internal", "No model is loaded");
    switch (request.type) {
      case "encode":
        return engine.encode(request.text);
      case "encode_chat":
        return engine.encodeChat(request.text);
      case "logits":
        return await engine.logits(request.tokens, { ...request, signal });
      case "decide":
        return await engine.decide(request.tokens, { ...request, signal });
      case "score":
        return await engine.score(request.tokens, { ...request, signal });
      case "dispose":
        this.#engine = null;
        await engine.dispose();
        return null;
    }
  }

  async #load({ id, spec }: RequestOf<"load">, signal: AbortSignal): Promise<Results["load"]> {
    if (this.#engine) throw new ModelError("internal", "A worker loads one model: make another worker");
    const onProgress = (progress: LoadProgress) => this.#post({ type: "progress", id, progress });
    const files = this.#services.openFiles({ spec, onProgress, signal });
    this.#engine = await this.#services.createEngine({ spec, files, onProgress, signal });
    this.#engine.lost.then(({ code, message }) => this.#post({ type: "lost", code, message }));
    const { facts } = this.#engine;
    const notices = [...facts.report.notices, ...files.notices ?? []];
    return { ...facts, report: { ...facts.report, notices } };
  }

  #post(event: WorkerEvent, transfer: Transferable[] = []): void {
    this.#port.postMessage(event, transfer);
  }
}

/** The buffers of a result that the worker has no more use for. */
function transferables(result: Results[RequestType]): Transferable[] {
  if (result === null || Array.isArray(result)) return [];
  if ("rows" in result) return result.rows.map((row) => row.buffer);
  if ("decision" in result) return [];
  const { bytes, offsets, special } = result.vocabulary;
  return [bytes.buffer, offsets.buffer, special.buffer] as ArrayBuffer[];
}
