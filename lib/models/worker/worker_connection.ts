/**
 * One worker as promises: requests with ids, cancellation that takes effect at once, and a single way to die.
 *
 * @module
 */
import { type Locks, watchLifeline } from "@/lib/models/worker/lifeline.ts";
import { type LoadProgress, ModelError } from "@/lib/models/model_provider.ts";
import {
  parseEvent,
  type RequestFields,
  type RequestType,
  type Results,
} from "@/lib/models/worker/protocol.ts";

/** What the page needs of a `Worker`. */
export interface WorkerPort {
  postMessage(message: unknown): void;
  addEventListener(type: "message" | "messageerror" | "error", listener: (event: Event) => void): void;
  terminate(): void;
}

/** Options of {@linkcode WorkerConnection.request}. */
interface RequestOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: (progress: LoadProgress) => void;
}

interface Pending {
  readonly resolve: (result: never) => void;
  readonly reject: (error: unknown) => void;
  readonly onProgress: ((progress: LoadProgress) => void) | undefined;
}

/** How long a worker may say nothing at all after its first request, in milliseconds: its script has to come first. */
const PATIENCE = 60_000;

/**
 * A worker that is alive until it dies once: by a fatal failure, a lost device, an error event, its lock's
 * release, or `terminate`. Every request that is open then is rejected with the reason.
 */
export class WorkerConnection {
  /** Called once when the worker dies of something other than `terminate`. */
  onDeath: ((reason: ModelError) => void) | null = null;
  readonly #port: WorkerPort;
  readonly #lifeline: { readonly locks: Locks | undefined; readonly name: string };
  readonly #pending = new Map<number, Pending>();
  readonly #closed = new AbortController();
  readonly #patience: number;
  #silence: ReturnType<typeof setTimeout> | null = null;
  #death: ModelError | null = null;
  #hasSpoken = false;
  #nextId = 1;

  /**
   * @param name The worker's own, and that of the lock it holds while it lives.
   * @param patience Milliseconds in which it has to speak after its first request: a worker that the browser kills
   * while its script loads holds no lock yet, and sends no event.
   */
  constructor(port: WorkerPort, name: string, locks: Locks | undefined, patience = PATIENCE) {
    this.#port = port;
    this.#patience = patience;
    this.#lifeline = { locks, name };
    port.addEventListener("message", (event) => this.#receive((event as MessageEvent).data));
    port.addEventListener("messageerror", () => this.#die(workerLost("sent a message that cannot be read")));
    port.addEventListener(
      "error",
      (event) => this.#die(workerLost((event as ErrorEvent).message || "failed")),
    );
  }

  /** Why the worker is dead; null while it lives. */
  get death(): ModelError | null {
    return this.#death;
  }

  /** Whether the worker ever said anything. */
  get hasSpoken(): boolean {
    return this.#hasSpoken;
  }

  /**
   * Sends a request.
   *
   * @throws {ModelError} The worker's own failure, or the reason of its death.
   * @throws The signal's reason, at once: an answer that still comes is dropped.
   */
  request<T extends RequestType>(
    type: T,
    fields: RequestFields[T],
    { signal, onProgress }: RequestOptions = {},
  ): Promise<Results[T]> {
    if (signal?.aborted) return Promise.reject(signal.reason);
    if (this.#death !== null) return Promise.reject(this.#death);
    const id = this.#nextId++;
    const { promise, resolve, reject } = Promise.withResolvers<Results[T]>();
    const cancel = () => this.#cancel(id, signal?.reason);
    signal?.addEventListener("abort", cancel, { once: true });
    this.#pending.set(id, { resolve: resolve as Pending["resolve"], reject, onProgress });
    this.#port.postMessage({ type, id, ...fields });
    if (!this.#hasSpoken) {
      this.#silence ??= setTimeout(() => this.#die(workerLost("did not start")), this.#patience);
    }
    return promise.finally(() => signal?.removeEventListener("abort", cancel));
  }

  /** Ends the worker and frees its memory. Open requests are rejected. */
  terminate(reason = new ModelError("aborted", "The model was released")): void {
    this.onDeath = null;
    this.#die(reason);
  }

  #receive(data: unknown): void {
    if (this.#death !== null) return;
    this.#hear();
    const event = parseEvent(data);
    if (event === null) return this.#die(workerLost("sent a message of another form"));
    if (event.type === "lost") return this.#die(new ModelError(event.code, event.message));
    const pending = this.#pending.get(event.id);
    if (event.type === "progress") return pending?.onProgress?.(event.progress);
    this.#pending.delete(event.id);
    if (event.type === "done") return pending?.resolve(event.result as never);
    const error = new ModelError(event.code, event.message);
    pending?.reject(error);
    if (event.fatal) this.#die(error);
  }

  /** The worker holds its lock by the time it first speaks. */
  #hear(): void {
    if (this.#hasSpoken) return;
    this.#hasSpoken = true;
    this.#stopWaiting();
    const { locks, name } = this.#lifeline;
    watchLifeline(locks, name, this.#closed.signal, () => this.#die(workerLost("was ended by the browser")));
  }

  #stopWaiting(): void {
    if (this.#silence !== null) clearTimeout(this.#silence);
  }

  #cancel(id: number, reason: unknown): void {
    const pending = this.#pending.get(id);
    if (pending === undefined) return;
    this.#pending.delete(id);
    pending.reject(reason);
    this.#port.postMessage({ type: "cancel", id });
  }

  #die(reason: ModelError): void {
    if (this.#death !== null) return;
    this.#death = reason;
    this.#stopWaiting();
    this.#closed.abort();
    this.#port.terminate();
    const open = [...this.#pending.values()];
    this.#pending.clear();
    for (const { reject } of open) reject(reason);
    this.onDeath?.(reason);
  }
}

function workerLost(how: string): ModelError {
  return new ModelError("worker_lost", `The model's worker ${how}`);
}
