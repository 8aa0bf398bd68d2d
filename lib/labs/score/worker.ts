/**
 * The worker that scores texts with the site's own models. Nothing but wiring.
 *
 * @module
 */
import type { EmbeddedName } from "@/lib/experiment/fields/predictor_query.ts";
import { fetchEmbeddedModel, type ShippedModel } from "@/lib/embedded/load_embedded_model.ts";
import { fetchCountModel } from "@/lib/labs/models/fetch_count_model.ts";
import type { ModelSources, ScoreRequest } from "@/lib/labs/score/protocol.ts";
import { serveScore } from "@/lib/labs/score/serve_score.ts";
import { workerOps } from "@/lib/labs/score/worker_ops.ts";
import type { LanguageModel } from "@/lib/lm/language_model.ts";
import { pause } from "@/lib/models/engine/pause.ts";
import type { Ops } from "@/lib/transformer/ops.ts";

/** The part of a worker's scope that is used. */
interface WorkerScope {
  postMessage(message: unknown, transfer: Transferable[]): void;
  onmessage: ((event: MessageEvent<ScoreRequest>) => void) | null;
}

const scope = globalThis as unknown as WorkerScope & { readonly WorkerGlobalScope?: unknown };
const models = new Map<EmbeddedName, Promise<LanguageModel>>();
let ops: Promise<Ops> | null = null;

/** Nothing else waits here but a cancel: slices are as long as a person does not notice. */
const CLOCK = { now: () => performance.now(), pause, sliceMilliseconds: 100 };

function load(name: EmbeddedName, sources: ModelSources): Promise<LanguageModel> {
  const known = models.get(name);
  if (known) return known;
  const made: Promise<LanguageModel> = name === "counts"
    ? fetchCountModel(sources.corpus)
    : fetchNetwork(sources.shipped[name]);
  models.set(name, made);
  made.catch(() => models.delete(name));
  return made;
}

async function fetchNetwork(shipped: ShippedModel): Promise<LanguageModel> {
  ops ??= workerOps();
  return await fetchEmbeddedModel(shipped, { ops: await ops, clock: CLOCK });
}

if (scope.WorkerGlobalScope !== undefined) {
  const serve = serveScore({
    load,
    now: () => performance.now(),
    reply: (message, transfer) => scope.postMessage(message, transfer),
  });
  scope.onmessage = ({ data }) => serve(data);
}
