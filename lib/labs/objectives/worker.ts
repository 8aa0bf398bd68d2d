/**
 * The worker that reads a sentence under both objectives. Nothing but wiring.
 *
 * @module
 */
import { fetchEmbeddedModel } from "@/lib/embedded/load_embedded_model.ts";
import { type ObjectiveModels, type Objectives, objectives } from "@/lib/labs/objectives/objectives.ts";
import type { ObjectivesQuestion } from "@/lib/labs/objectives/protocol.ts";
import { answerInWorker } from "@/lib/labs/query/serve_answers.ts";
import { once } from "@/lib/models/once.ts";

/** In plain TypeScript, which sums in the same order however many tokens a pass has: what the mask hides changes nothing. */
const models = once<ObjectiveModels, [ObjectivesQuestion["sources"]]>(async (sources) => {
  const [gpt, bert] = await Promise.all([
    fetchEmbeddedModel(sources["parcel-gpt"]),
    fetchEmbeddedModel(sources["parcel-bert"]),
  ]);
  return { gpt, bert };
});

answerInWorker<ObjectivesQuestion, Objectives>(async ({ query, sources }) =>
  await objectives(await models(sources), query)
);
