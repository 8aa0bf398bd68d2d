/**
 * The page's side of the scoring: the site's own models in a worker, hub models by their own; the newest task wins.
 *
 * @module
 */
import type { EmbeddedName } from "@/lib/experiment/fields/predictor_query.ts";
import type {
  ModelSources,
  ScoreAnswers,
  ScoreReply,
  ScoreRequest,
  ScoreTask,
} from "@/lib/labs/score/protocol.ts";
import type { WorkerPort } from "@/lib/labs/query/worker_port.ts";
import { runTask } from "@/lib/labs/score/run_task.ts";
import type { LanguageModel } from "@/lib/lm/language_model.ts";
import { ConventionError } from "@/lib/lm/loss/text/convention_error.ts";

/** The worker as its page sees it. */
export type ScorerPort = WorkerPort<ScoreRequest, ScoreReply>;

/** What hears of a task. */
interface ScoreListener {
  onAnswers(answers: ScoreAnswers): void;
  /** Share that is done, 0 to 1. */
  onProgress?(done: number): void;
}

/** Scores texts. */
export interface Scorer {
  /** Resolves when all answers have come. Rejects with the signal's reason, or why there is no answer. */
  run(
    model: EmbeddedName | LanguageModel,
    task: ScoreTask,
    listener: ScoreListener,
    signal: AbortSignal,
  ): Promise<void>;
}

interface Waiting extends ScoreListener {
  resolve(): void;
  reject(error: unknown): void;
}

/**
 * @param start Starts the worker, at its first use.
 * @param now Milliseconds from an arbitrary start.
 */
export function createScorer(start: () => ScorerPort, sources: ModelSources, now: () => number): Scorer {
  const waiting = new Map<number, Waiting>();
  let port: ScorerPort | null = null;
  let last = 0;

  function hear(reply: ScoreReply): void {
    const task = waiting.get(reply.id);
    if (reply.kind === "progress") return task?.onProgress?.(reply.done);
    if (reply.kind === "part") return task?.onAnswers(reply.answers);
    waiting.delete(reply.id);
    if (reply.kind === "done") return task?.resolve();
    const { field, message } = reply;
    task?.reject(field ? new ConventionError(field, message) : new Error(message));
  }

  function connect(): ScorerPort {
    const made = start();
    made.onmessage = ({ data }) => hear(data);
    made.onerror = ({ message }) => {
      port = null;
      const error = new Error(message || "The worker of this tab failed: reload the page");
      for (const task of waiting.values()) task.reject(error);
      waiting.clear();
    };
    return made;
  }

  function ask(
    model: EmbeddedName,
    task: ScoreTask,
    listener: ScoreListener,
    signal: AbortSignal,
  ): Promise<void> {
    port ??= connect();
    const id = ++last;
    const worker = port;
    return new Promise((resolve, reject) => {
      waiting.set(id, { ...listener, resolve, reject });
      signal.addEventListener("abort", () => {
        if (!waiting.delete(id)) return;
        worker.postMessage({ kind: "cancel", id });
        reject(signal.reason);
      }, { once: true });
      worker.postMessage({ kind: "ask", id, model, sources, task });
    });
  }

  return {
    async run(model, task, listener, signal) {
      signal.throwIfAborted();
      if (typeof model === "string") return await ask(model, task, listener, signal);
      const onProgress = (done: number) => listener.onProgress?.(done);
      for await (const answers of runTask(model, task, { signal, now, onProgress })) {
        signal.throwIfAborted();
        listener.onAnswers(answers);
      }
    },
  };
}
