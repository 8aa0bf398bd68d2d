import type { ReadonlySignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { type AnswerState, useAnswer } from "../query/use_answer.ts";
import type { LadderQuery } from "@/lib/experiment/fields/ladder_fields.ts";
import { isEmbedded } from "@/lib/experiment/fields/predictor_query.ts";
import { type LadderResult, networkRung, type Probed } from "@/lib/labs/ladder/climb.ts";
import type { LadderQuestion, LadderSources, OwnRungs } from "@/lib/labs/ladder/protocol.ts";
import { putToRung } from "@/lib/labs/ladder/put_to_rungs.ts";
import type { Models } from "@/lib/labs/models/models.ts";
import { type AnswerPort, createAskWorker } from "@/lib/labs/query/worker_answers.ts";
import { workerPort } from "@/lib/labs/query/worker_port.ts";
import type { ModelNames } from "@/lib/labs/predictor/model_choice.ts";

/** What is known of the query's text. */
type LadderState = AnswerState<LadderResult>;

/** The worker that has the site's own rungs. */
export type LadderPort = AnswerPort<LadderQuestion, OwnRungs>;

interface LadderStart extends LadderSources {
  readonly first: LadderResult | null;
}

/** Milliseconds of rest before a text that is being typed is put to the rungs. */
const REST = 250;

/**
 * Puts the query's text to every rung: the server's answer first, then the tab's own.
 *
 * @param hub The hub's models, of which one can be a rung.
 * @param start Starts the worker that has the others.
 */
export function useLadder(
  query: ReadonlySignal<LadderQuery>,
  hub: Models,
  { first, ...sources }: LadderStart,
  start: () => LadderPort = startWorker,
): ReadonlySignal<LadderState> {
  const own = useMemo(() => ({ ask: createAskWorker(start), probed: new Map<string, Probed>() }), []);
  const answered = first && isEmbedded(query.peek().model) ? keyOf(query.peek()) : "";
  return useAnswer(query, first, answered, {
    keyOf,
    isMissing: (wanted) => hub.isMissing(namesOf(wanted)),
    async compute({ text, model }, signal) {
      await new Promise((resolve) => setTimeout(resolve, REST));
      const answer = await own.ask({ text, sources }, signal);
      const further = isEmbedded(model) ? null : await hub.answering(namesOf({ text, model }));
      const rungs = further === null
        ? answer.rungs
        : [...answer.rungs, await putToRung(networkRung(further.id.name, further, signal), text, own.probed)];
      const [gzip, brotli] = [await fileBits(text, "gzip"), await fileBits(text, "brotli")];
      return { ...answer, rungs, gzip, brotli };
    },
  });
}

function startWorker(): LadderPort {
  // The bundler only sees a worker whose address stands in this very call.
  return workerPort(
    new Worker(new URL("../../lib/labs/ladder/worker.ts", import.meta.url), { type: "module" }),
  );
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
