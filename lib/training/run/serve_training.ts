/**
 * The worker's side of the protocol: one session, requests answered one after another.
 *
 * @module
 */
import type { Backend } from "@/lib/lm/language_model.ts";
import { shippedCorpus } from "@/lib/training/data/corpora.ts";
import { corpusTexts } from "@/lib/training/data/corpus_texts.ts";
import { TrainingError, type TrainingErrorCode } from "@/lib/training/training_error.ts";
import { UNREACHED } from "@/lib/training/unreached.ts";
import {
  parseTrainingRequest,
  type TrainingReply,
  type TrainingRequest,
  type TrainingResults,
} from "@/lib/training/run/training_protocol.ts";
import {
  openSession,
  type SessionServices,
  type TrainingSession,
} from "@/lib/training/run/training_session.ts";

/** What the worker is made of. */
interface TrainingServices extends SessionServices {
  /** The text of a file below `/static/`. */
  fetchText(file: string): Promise<string>;
}

/** What is used of a worker's scope, or of a port. */
export interface TrainingPort {
  postMessage(message: unknown): void;
  addEventListener(type: "message", listener: (event: MessageEvent) => void): void;
}

/** Answers the requests that arrive at a port. */
export function serveTraining(port: TrainingPort, services: TrainingServices): void {
  let session: TrainingSession | null = null;
  let queue = Promise.resolve();
  const reply = (message: TrainingReply) => port.postMessage(message);
  async function answer(request: TrainingRequest): Promise<TrainingResults[TrainingRequest["type"]]> {
    if (request.type === "start") {
      session?.dispose();
      session = null;
      const { settings, backend } = request;
      const texts = await textsOf(settings.corpus, services);
      session = await openSession(texts, settings, withBackend(services, backend));
      return session.facts();
    }
    if (session === null) throw new TrainingError("internal", "No run was started: press Train");
    return await ask(session, request);
  }
  port.addEventListener("message", ({ data }) => {
    const request = parseTrainingRequest(data);
    if (request === null) return;
    queue = queue.then(() => answer(request)).then(
      (result) => reply({ type: "done", id: request.id, result }),
      (error) => reply({ type: "failed", id: request.id, ...failure(error) }),
    );
  });
}

function withBackend(services: TrainingServices, backend?: Backend): SessionServices {
  if (backend === undefined) return services;
  const wanted = services.candidates.filter((each) => each.backend === backend);
  const others = services.candidates.filter((each) => each.backend !== backend);
  const fallbacks = others.map((each) => ({ ...each, fallback: `only where ${backend} fails` }));
  return { ...services, candidates: [...wanted, ...fallbacks] };
}

function ask(
  session: TrainingSession,
  request: Exclude<TrainingRequest, { type: "start" }>,
): TrainingResults[TrainingRequest["type"]] | Promise<TrainingResults[TrainingRequest["type"]]> {
  switch (request.type) {
    case "advance":
      return session.advance(request);
    case "look":
      return session.look(request.context);
    case "trace":
      return session.trace(request.context, request.target);
    case "rewind":
      return session.rewind(request.step);
    case "weights":
      return session.weights();
    case "counts":
      return session.counts();
  }
}

async function textsOf(corpus: string, { fetchText }: TrainingServices): Promise<string[]> {
  const shipped = shippedCorpus(corpus);
  if (shipped === null) return corpusTexts(corpus, null);
  try {
    return corpusTexts(await fetchText(shipped.file), shipped);
  } catch (error) {
    throw new TrainingError("download", `The corpus ${shipped.title} could not be loaded: ${error}`);
  }
}

const CAUSES: readonly (readonly [RegExp, TrainingErrorCode, string])[] = [
  [
    /memory|allocation|invalid (?:typed )?array length|length too large|Array buffer/i,
    "memory",
    "The tab ran out of memory: use a smaller batch, vocabulary or hidden layer",
  ],
  [
    /dynamically imported module|importing a module script|failed to fetch|networkerror|load failed/i,
    "download",
    UNREACHED,
  ],
  [/device.*lost|context lost|destroyed/i, "device_lost", "The GPU was lost: train again"],
];

function failure(error: unknown): { readonly code: TrainingErrorCode; readonly message: string } {
  if (error instanceof TrainingError) return { code: error.code, message: error.message };
  const text = error instanceof Error ? error.message : String(error);
  const known = CAUSES.find(([pattern]) => pattern.test(text));
  return known ? { code: known[1], message: `${known[2]} (${text})` } : { code: "internal", message: text };
}
