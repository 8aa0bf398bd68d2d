/**
 * The worker that puts a text to the site's own rungs. Nothing but wiring.
 *
 * @module
 */
import { fetchEmbeddedModel } from "@/lib/embedded/load_embedded_model.ts";
import { fetchText } from "@/lib/labs/fetch_text.ts";
import type { Probed } from "@/lib/labs/ladder/climb.ts";
import { readLadderNetwork } from "@/lib/labs/ladder/ladder_network.ts";
import type { LadderQuestion, LadderSources, OwnRungs } from "@/lib/labs/ladder/protocol.ts";
import { type LadderParts, putToRungs } from "@/lib/labs/ladder/put_to_rungs.ts";
import { countRungs } from "@/lib/labs/ladder/token_ngrams.ts";
import { answerInWorker } from "@/lib/labs/query/serve_answers.ts";
import { workerOps } from "@/lib/labs/score/worker_ops.ts";
import { once } from "@/lib/models/once.ts";

const parts = once<LadderParts, [LadderSources]>(async ({ shipped, world, network }) => {
  const ops = await workerOps();
  const [gpt, gru, corpus, weights] = await Promise.all([
    fetchEmbeddedModel(shipped["parcel-gpt"], { ops }),
    fetchEmbeddedModel(shipped["parcel-gru"], { ops }),
    fetchText(world),
    fetchNetwork(network),
  ]);
  return {
    gpt,
    gru,
    counted: await countRungs(gpt, corpus),
    network: readLadderNetwork(weights),
    probed: new Map<string, Probed>(),
  };
});

async function fetchNetwork(address: string): Promise<Uint8Array> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`The neural n-gram cannot be fetched (${response.status}): try again`);
  return new Uint8Array(await response.arrayBuffer());
}

answerInWorker<LadderQuestion, OwnRungs>(async ({ text, sources }) =>
  await putToRungs(await parts(sources), text)
);
