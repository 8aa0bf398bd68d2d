/**
 * Questions of a page to a worker of its own that is only asked: the last one counts.
 *
 * @module
 */
import type { WorkerPort } from "@/lib/labs/query/worker_port.ts";

/** To the worker. */
export interface WorkerRequest<Question> {
  readonly id: number;
  readonly question: Question;
}

/** From the worker: one for each request that no later one overtook while it waited. */
export type WorkerReply<Answer> =
  | { readonly id: number; readonly answer: Answer }
  | { readonly id: number; readonly problem: string };

/** The worker as its page sees it. */
export type AnswerPort<Question, Answer> = WorkerPort<WorkerRequest<Question>, WorkerReply<Answer>>;

/** Answers a question in a worker. Rejects with the signal's reason, or why there is no answer. */
type AskWorker<Question, Answer> = (question: Question, signal: AbortSignal) => Promise<Answer>;

/**
 * The page's side.
 *
 * @param start Starts the worker, at its first use and after it failed.
 */
export function createAskWorker<Question, Answer>(
  start: () => AnswerPort<Question, Answer>,
): AskWorker<Question, Answer> {
  const waiting = new Map<number, PromiseWithResolvers<Answer>>();
  let port: AnswerPort<Question, Answer> | null = null;
  let last = 0;

  function connect(): AnswerPort<Question, Answer> {
    const made = start();
    made.onmessage = ({ data }) => {
      const asked = waiting.get(data.id);
      waiting.delete(data.id);
      if ("answer" in data) asked?.resolve(data.answer);
      else asked?.reject(new Error(data.problem));
    };
    made.onerror = ({ message }) => {
      port = null;
      const error = new Error(message || "The worker of this tab failed: reload the page");
      for (const { reject } of waiting.values()) reject(error);
      waiting.clear();
    };
    return made;
  }

  return (question, signal) => {
    if (signal.aborted) return Promise.reject(signal.reason);
    port ??= connect();
    const id = ++last;
    const asked = Promise.withResolvers<Answer>();
    waiting.set(id, asked);
    signal.addEventListener("abort", () => {
      waiting.delete(id);
      asked.reject(signal.reason);
    }, { once: true });
    port.postMessage({ id, question });
    return asked.promise;
  };
}
