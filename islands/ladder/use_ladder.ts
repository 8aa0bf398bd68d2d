import type { ReadonlySignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { type AnswerState, useAnswer } from "../query/use_answer.ts";
import type { LadderResult, Probed } from "@/lib/labs/ladder/climb.ts";
import { fetchShipped } from "../ngram/counting.ts";
import type { LadderQuery } from "@/lib/experiment/fields/ladder_fields.ts";
import { isEmbedded } from "@/lib/experiment/fields/predictor_query.ts";
import { type LadderNetwork, readLadderNetwork } from "@/lib/labs/ladder/ladder_network.ts";
import { putToRungs } from "@/lib/labs/ladder/put_to_rungs.ts";
import { countRungs } from "@/lib/labs/ladder/token_ngrams.ts";
import type { Models } from "@/lib/labs/models/models.ts";
import { once } from "@/lib/models/once.ts";
import type { ModelNames } from "@/lib/labs/predictor/model_choice.ts";
import type { PredictorPorts } from "@/lib/labs/predictor/ports.ts";

/** What is known of the query's text. */
export type LadderState = AnswerState<LadderResult>;

/** The page's models: the hub's, and the site's own. */
export interface LadderModels {
  readonly hub: Models;
  readonly embedded: PredictorPorts["embedded"];
}

interface LadderStart {
  readonly world: string;
  /** Address of the shipped neural n-gram. */
  readonly network: string;
  readonly first: LadderResult | null;
}

/** Milliseconds of rest before a text that is being typed is put to the rungs. */
const REST = 250;

/** Puts the query's text to every rung: the server's answer first, then the tab's own. */
export function useLadder(
  query: ReadonlySignal<LadderQuery>,
  models: LadderModels,
  start: LadderStart,
): ReadonlySignal<LadderState> {
  const { world, first } = start;
  const own = useMemo(() => ({
    counted: once(async () => countRungs(await models.embedded("parcel-gpt"), await fetchShipped(world))),
    network: once(() => fetchNetwork(start.network)),
    probed: new Map<string, Probed>(),
  }), []);
  const answered = first && isEmbedded(query.peek().model) ? keyOf(query.peek()) : "";
  return useAnswer(query, first, answered, {
    keyOf,
    isMissing: (wanted) => models.hub.isMissing(namesOf(wanted)),
    async compute(wanted, signal) {
      await new Promise((resolve) => setTimeout(resolve, REST));
      signal.throwIfAborted();
      const gpt = await models.embedded("parcel-gpt");
      const hub = isEmbedded(wanted.model) ? null : await models.hub.answering(namesOf(wanted));
      const parts = {
        gpt,
        gru: await models.embedded("parcel-gru"),
        counted: await own.counted(),
        network: await own.network(),
        hub,
        probed: own.probed,
      };
      const answer = await putToRungs(parts, wanted.text, signal);
      const [gzip, brotli] = [await fileBits(wanted.text, "gzip"), await fileBits(wanted.text, "brotli")];
      return { ...answer, gzip, brotli };
    },
  });
}

async function fetchNetwork(address: string): Promise<LadderNetwork> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`The neural n-gram cannot be fetched (${response.status}): try again`);
  return readLadderNetwork(new Uint8Array(await response.arrayBuffer()));
}

function namesOf({ model }: LadderQuery): ModelNames {
  return { model, revision: "", dtype: "auto" };
}

function keyOf({ text, model }: LadderQuery): string {
  return JSON.stringify([text, isEmbedded(model) ? "" : model]);
}

/** Bits per byte of a text as a compressed file; null for no text, and where the browser does not compress so. */
async function fileBits(text: string, format: "gzip" | "brotli"): Promise<number | null> {
  const bytes = new TextEncoder().encode(text);
  if (bytes.length === 0) return null;
  const compression = compressionOf(format);
  if (compression === null) return null;
  const stream = new Blob([bytes]).stream().pipeThrough(compression);
  return 8 * (await new Response(stream).arrayBuffer()).byteLength / bytes.length;
}

function compressionOf(format: "gzip" | "brotli"): CompressionStream | null {
  try {
    return new CompressionStream(format as CompressionFormat);
  } catch {
    return null;
  }
}
