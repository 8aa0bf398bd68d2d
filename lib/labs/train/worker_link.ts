import type { TrainingClient } from "@/lib/training/run/training_client.ts";
import { TrainingError } from "@/lib/training/training_error.ts";
import type {
  TrainingRequests,
  TrainingRequestType,
  TrainingResults,
} from "@/lib/training/run/training_protocol.ts";

/** Asks the worker. Every run has one of its own: memory is free again, and nothing that failed is left over. */
export interface WorkerLink {
  ask<T extends TrainingRequestType>(type: T, fields: TrainingRequests[T]): Promise<TrainingResults[T]>;
  close(): void;
}

/** Makes a link to workers that `connect` starts. */
export function createWorkerLink(connect: () => TrainingClient): WorkerLink {
  let client: TrainingClient | null = null;
  function close(): void {
    client?.terminate();
    client = null;
  }
  return {
    async ask(type, fields) {
      if (type === "start") close();
      client ??= connect();
      const asked = client;
      try {
        return await asked.request(type, fields);
      } catch (error) {
        const isLost = error instanceof TrainingError && error.code === "worker_lost";
        if (isLost && client === asked) client = null;
        throw error;
      }
    },
    close,
  };
}
