import { type ReadonlySignal, useSignal, useSignalEffect } from "@preact/signals";
import { useMemo } from "preact/hooks";
import type { LadderResult } from "@/lib/labs/ladder/climb.ts";
import { fetchShipped } from "../ngram/counting.ts";
import type { LadderQuery } from "@/lib/experiment/fields/ladder_fields.ts";
import { isEmbedded } from "@/lib/experiment/fields/predictor_query.ts";
import { climb, countedRung, networkRung, type RungResult } from "@/lib/labs/ladder/climb.ts";
import { type CountRung, countRungs } from "@/lib/labs/ladder/token_ngrams.ts";
import type { Models } from "@/lib/labs/models/models.ts";
import type { PredictorPorts } from "@/lib/labs/predictor/ports.ts";

/** What is known of the query's text. */
export interface LadderState {
  readonly answer: LadderResult | null;
  readonly problem: string | null;
  readonly isBusy: boolean;
}

/** The page's models: the hub's, and the site's own. */
export interface LadderModels {
  readonly hub: Models;
  readonly embedded: PredictorPorts["embedded"];
}

interface LadderStart {
  readonly world: string;
  readonly first: LadderResult | null;
}

/** Milliseconds of rest before a text that is being typed is put to the rungs. */
const REST = 250;

/** Puts the query's text to every rung: the server's answer first, then the tab's own. */
export function useLadder(
  query: ReadonlySignal<LadderQuery>,
  models: LadderModels,
  { world, first }: LadderStart,
): ReadonlySignal<LadderState> {
  const state = useSignal<LadderState>({ answer: first, problem: null, isBusy: first === null });
  const own = useMemo(() => ({
    key: first && isEmbedded(query.peek().model) ? keyOf(query.peek()) : "",
    controller: new AbortController(),
    counted: null as Promise<CountRung[]> | null,
  }), []);
  useSignalEffect(() => {
    const wanted = query.value;
    const names = { model: wanted.model, revision: "", dtype: "auto" };
    if (models.hub.isMissing(names) || keyOf(wanted) === own.key) return;
    own.key = keyOf(wanted);
    own.controller.abort();
    const { signal } = own.controller = new AbortController();
    state.value = { ...state.peek(), isBusy: true };
    const run = async () => {
      await new Promise((resolve) => setTimeout(resolve, REST));
      signal.throwIfAborted();
      const gpt = await models.embedded("parcel-gpt");
      own.counted ??= fetchShipped(world).then((corpus) => countRungs(gpt, corpus));
      const hub = isEmbedded(wanted.model) ? null : await models.hub.answering(names);
      const rungs = [
        countedRung(gpt, null),
        ...(await own.counted).map((rung) => countedRung(gpt, rung)),
        networkRung("parcel-gru", await models.embedded("parcel-gru"), signal),
        networkRung("parcel-gpt", gpt, signal),
        ...(hub ? [networkRung(hub.id.name, hub, signal)] : []),
      ];
      const results: RungResult[] = [];
      for (const rung of rungs) {
        signal.throwIfAborted();
        results.push(await climb(rung, wanted.text));
      }
      return { text: wanted.text, rungs: results, gzip: await gzipBits(wanted.text), brotli: null };
    };
    run().then(
      (answer) => !signal.aborted && (state.value = { answer, problem: null, isBusy: false }),
      (error) =>
        !signal.aborted && (state.value = { answer: null, problem: messageOf(error), isBusy: false }),
    );
  });
  return state;
}

function keyOf({ text, model }: LadderQuery): string {
  return JSON.stringify([text, isEmbedded(model) ? "" : model]);
}

/** Bits per byte of a text as a gzip file; null for no text. */
async function gzipBits(text: string): Promise<number | null> {
  const bytes = new TextEncoder().encode(text);
  if (bytes.length === 0) return null;
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream("gzip"));
  return 8 * (await new Response(stream).arrayBuffer()).byteLength / bytes.length;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
