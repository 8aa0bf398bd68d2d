import type { EngineCandidate } from "@/lib/training/engines/choose_engine.ts";
import { plainCandidate } from "@/lib/training/engines/plain_candidate.ts";
import { serveTraining } from "@/lib/training/run/serve_training.ts";
import type { TrainingWorker } from "@/lib/training/run/training_client.ts";

/** What a test's worker is made of. */
export interface LocalWorkerOptions {
  readonly candidates?: readonly EngineCandidate[];
  readonly files?: Readonly<Record<string, string>>;
}

/** A worker whose end can be forced. */
export interface LocalWorker extends TrainingWorker {
  readonly terminated: boolean;
  /** Lets the worker die as a browser ends one. */
  crash(message: string): void;
}

/** The real worker's code behind real message ports, in this process. */
export function localWorker(
  { candidates = [plainCandidate()], files = {} }: LocalWorkerOptions = {},
): LocalWorker {
  const { port1, port2 } = new MessageChannel();
  const listeners: ((event: Event) => void)[] = [];
  let terminated = false;
  serveTraining({
    postMessage: (message) => port2.postMessage(message),
    addEventListener: (_, listener) => port2.addEventListener("message", listener),
  }, {
    candidates,
    threads: () => 1,
    now: () => performance.now(),
    fetchText: (file) =>
      files[file] === undefined ? Promise.reject(new Error("status 404")) : Promise.resolve(files[file]),
  });
  port2.start();
  return {
    get terminated() {
      return terminated;
    },
    postMessage: (message) => port1.postMessage(message),
    addEventListener(type, listener) {
      if (type === "error") listeners.push(listener);
      if (type !== "message") return;
      port1.addEventListener("message", listener);
      port1.start();
    },
    terminate() {
      terminated = true;
      port1.close();
      port2.close();
    },
    crash(message) {
      for (const listener of listeners) listener(new ErrorEvent("error", { message }));
    },
  };
}
