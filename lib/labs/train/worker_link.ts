import type { TrainingClient } from "@/lib/training/training_client.ts";
import { TrainingError } from "@/lib/training/training_error.ts";
import type {
  TrainingRequests,
  TrainingRequestType,
  TrainingResults,
} from "@/lib/training/training_protocol.ts";

/** Asks the worker, which is started with the first request and again after it was lost. */
export interface WorkerLink {
  /** Whether a worker holds a run. */
  readonly isOpen: boolean;
  ask<T extends TrainingRequestType>(type: T, fields: TrainingRequests[T]): Promise<TrainingResults[T]>;
  close(): void;
}

/** Makes a link to workers that `connect` starts. */
export function createWorkerLink(connect: () => TrainingClient): WorkerLink {
  let client: TrainingClient | null = null;
  return {
    get isOpen() {
      return client !== null;
    },
    async ask(type, fields) {
      client ??= connect();
      try {
        return await client.request(type, fields);
      } catch (error) {
        if (error instanceof TrainingError && error.code === "worker_lost") client = null;
        throw error;
      }
    },
    close() {
      client?.terminate();
      client = null;
    },
  };
}
