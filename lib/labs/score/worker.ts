/**
 * The worker that scores texts with the site's own models. Nothing but wiring.
 *
 * @module
 */
import type { EmbeddedName } from "@/lib/experiment/fields/predictor_query.ts";
import { fetchEmbeddedModel } from "@/lib/embedded/load_embedded_model.ts";
import { fetchCountModel } from "@/lib/labs/predictor/fetch_count_model.ts";
import type { ModelSources, ScoreRequest } from "@/lib/labs/score/protocol.ts";
import { serveScore } from "@/lib/labs/score/serve_score.ts";
import type { LanguageModel } from "@/lib/lm/language_model.ts";

/** The part of a worker's scope that is used. */
interface WorkerScope {
  postMessage(message: unknown, transfer: Transferable[]): void;
  onmessage: ((event: MessageEvent<ScoreRequest>) => void) | null;
}

const scope = globalThis as unknown as WorkerScope & { readonly WorkerGlobalScope?: unknown };
const models = new Map<EmbeddedName, Promise<LanguageModel>>();

function load(name: EmbeddedName, sources: ModelSources): Promise<LanguageModel> {
  const known = models.get(name);
  if (known) return known;
  const made: Promise<LanguageModel> = name === "counts"
    ? fetchCountModel(sources.corpus)
    : fetchEmbeddedModel(sources.shipped[name]);
  models.set(name, made);
  made.catch(() => models.delete(name));
  return made;
}

if (scope.WorkerGlobalScope !== undefined) {
  const serve = serveScore({
    load,
    now: () => performance.now(),
    reply: (message, transfer) => scope.postMessage(message, transfer),
  });
  scope.onmessage = ({ data }) => serve(data);
}
