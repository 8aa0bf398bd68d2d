/**
 * The page's side of the protocol: requests as promises, and a worker that dies once.
 *
 * @module
 */
import { TrainingError } from "@/lib/training/training_error.ts";
import { UNREACHED } from "@/lib/training/unreached.ts";
import {
  parseTrainingReply,
  type TrainingRequests,
  type TrainingRequestType,
  type TrainingResults,
} from "@/lib/training/run/training_protocol.ts";

/** What the page needs of a `Worker`. */
export interface TrainingWorker {
  postMessage(message: unknown): void;
  addEventListener(type: "message" | "messageerror" | "error", listener: (event: Event) => void): void;
  terminate(): void;
}

/** Asks a training worker. */
export interface TrainingClient {
  /** @throws {TrainingError} The worker's own failure, or that it was lost. */
  request<T extends TrainingRequestType>(type: T, fields: TrainingRequests[T]): Promise<TrainingResults[T]>;
  /** Ends the worker; open requests are rejected. */
  terminate(): void;
}

interface Pending {
  readonly resolve: (result: never) => void;
  readonly reject: (error: unknown) => void;
}

/** Speaks to a worker. */
export function createTrainingClient(worker: TrainingWorker): TrainingClient {
  const pending = new Map<number, Pending>();
  let death: TrainingError | null = null;
  let nextId = 0;
  function die(reason: TrainingError): void {
    death ??= reason;
    worker.terminate();
    const open = [...pending.values()];
    pending.clear();
    for (const { reject } of open) reject(reason);
  }
  worker.addEventListener("message", (event) => {
    const message = parseTrainingReply((event as MessageEvent).data);
    if (message === null) return die(lost("sent a message of another form"));
    const { resolve, reject } = pending.get(message.id) ?? {};
    pending.delete(message.id);
    if (message.type === "done") resolve?.(message.result as never);
    else reject?.(new TrainingError(message.code, message.message));
  });
  worker.addEventListener("messageerror", () => die(lost("sent what cannot be read")));
  worker.addEventListener("error", (event) => {
    const text = (event as ErrorEvent).message;
    // Where there is nothing to say, its script did not come.
    die(text ? lost(`failed: ${text}`) : new TrainingError("download", UNREACHED));
  });
  return {
    request(type, fields) {
      if (death !== null) return Promise.reject(death);
      const { promise, resolve, reject } = Promise.withResolvers<TrainingResults[typeof type]>();
      const id = nextId++;
      pending.set(id, { resolve: resolve as Pending["resolve"], reject });
      worker.postMessage({ type, id, ...fields });
      return promise;
    },
    terminate: () => die(lost("was ended")),
  };
}

function lost(how: string): TrainingError {
  return new TrainingError("worker_lost", `The training worker ${how}: train again`);
}
