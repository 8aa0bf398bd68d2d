import { type ModelSources, type ScoreReply, type ScoreRequest } from "@/lib/labs/score/protocol.ts";
import { buffersOf } from "@/lib/labs/score/packed_document.ts";
import { runTask } from "@/lib/labs/score/run_task.ts";
import type { EmbeddedName } from "@/lib/experiment/fields/predictor_query.ts";
import type { LanguageModel } from "@/lib/lm/language_model.ts";
import { ConventionError } from "@/lib/lm/loss/text/convention_error.ts";

/** What the worker's side needs. */
interface ServeScorePorts {
  /** A model of the site, made at its first use. */
  load(name: EmbeddedName, sources: ModelSources): Promise<LanguageModel>;
  now(): number;
  reply(message: ScoreReply, transfer: Transferable[]): void;
}

/** Milliseconds between two reports of progress at least. */
const TELL_EVERY = 200;

/** The worker's side: tasks run one after another; a cancel ends one that waits or runs. */
export function serveScore({ load, now, reply }: ServeScorePorts): (request: ScoreRequest) => void {
  const controllers = new Map<number, AbortController>();
  let last = Promise.resolve();

  async function answer(
    { id, model: name, sources, task }: ScoreRequest & { readonly kind: "ask" },
  ): Promise<void> {
    const { signal } = controllers.get(id)!;
    try {
      signal.throwIfAborted();
      const model = await load(name, sources);
      let told = now();
      const onProgress = (done: number) => {
        if (now() - told < TELL_EVERY) return;
        told = now();
        reply({ kind: "progress", id, done }, []);
      };
      for await (const answers of runTask(model, task, { signal, now, onProgress })) {
        reply({ kind: "part", id, answers }, answers.scored ? buffersOf(answers.scored.document) : []);
      }
      reply({ kind: "done", id }, []);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      const field = error instanceof ConventionError ? { field: error.field } : {};
      reply({ kind: "failed", id, message, isAbort: signal.aborted, ...field }, []);
    } finally {
      controllers.delete(id);
    }
  }

  return (request) => {
    if (request.kind === "cancel") return controllers.get(request.id)?.abort();
    controllers.set(request.id, new AbortController());
    last = last.then(() => answer(request));
  };
}
