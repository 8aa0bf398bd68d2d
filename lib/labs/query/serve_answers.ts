import type { WorkerReply, WorkerRequest } from "@/lib/labs/query/worker_answers.ts";

/** The worker's side: questions one after another; one that was overtaken while it waited is not answered. */
export function serveAnswers<Question, Answer>(
  answer: (question: Question) => Promise<Answer>,
  reply: (message: WorkerReply<Answer>) => void,
): (request: WorkerRequest<Question>) => Promise<void> {
  let newest = 0;
  let last = Promise.resolve();

  async function serve({ id, question }: WorkerRequest<Question>): Promise<void> {
    if (id !== newest) return;
    try {
      reply({ id, answer: await answer(question) });
    } catch (error) {
      reply({ id, problem: error instanceof Error ? error.message : String(error) });
    }
  }

  return (request) => {
    newest = request.id;
    return last = last.then(() => serve(request));
  };
}

/** What a worker's scope has of use here. */
interface WorkerScope<Question> {
  readonly WorkerGlobalScope?: unknown;
  postMessage(message: unknown): void;
  onmessage: ((event: MessageEvent<WorkerRequest<Question>>) => void) | null;
}

/** Answers whoever started this script as a worker; nothing where it is only imported. */
export function answerInWorker<Question, Answer>(answer: (question: Question) => Promise<Answer>): void {
  const scope = globalThis as unknown as WorkerScope<Question>;
  if (scope.WorkerGlobalScope === undefined) return;
  const serve = serveAnswers(answer, (message) => scope.postMessage(message));
  scope.onmessage = ({ data }) => void serve(data);
}
