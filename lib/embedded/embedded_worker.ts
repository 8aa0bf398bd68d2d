/**
 * A thread that runs an embedded model, on the server or in a tab: gets its files once, then contexts and texts, and
 * sends logits and scores back.
 *
 * @module
 */
import type { EmbeddedModel } from "@/lib/embedded/embedded_model.ts";
import { lookInside } from "@/lib/embedded/insides.ts";
import { readEmbeddedModel } from "@/lib/embedded/load_embedded_model.ts";
import type {
  InsidesQuestion,
  ScoreQuestion,
  ThreadAnswer,
  ThreadMessage,
  ThreadQuestion,
  ThreadStart,
} from "@/lib/embedded/thread_messages.ts";
import type { LanguageModel, ModelRun } from "@/lib/lm/language_model.ts";
import { embeddedOps } from "@/lib/embedded/embedded_ops.ts";
import { fetchKernel } from "@/lib/transformer/kernel/fetch_kernel.ts";

/** The part of a worker's scope that is used. */
interface WorkerScope {
  postMessage(message: ThreadAnswer, transfer: Transferable[]): void;
  onmessage: ((event: MessageEvent<ThreadMessage>) => void) | null;
}

const scope = globalThis as unknown as WorkerScope;
const running = new Map<number, AbortController>();
let model: Promise<LanguageModel>;

scope.onmessage = ({ data }) => {
  if ("files" in data) {
    model = start(data);
    // Each question hears of it.
    model.catch(() => {});
  } else if ("cancel" in data) running.get(data.cancel)?.abort();
  else answer(data);
};

async function start({ kernel, files, ...named }: ThreadStart): Promise<LanguageModel> {
  // A kernel that cannot be had is no reason not to answer.
  const compiled = kernel === "fetch" ? await fetchKernel().catch(() => null) : kernel;
  return readEmbeddedModel(named, files, embeddedOps(compiled));
}

async function answer(question: ThreadQuestion | ScoreQuestion | InsidesQuestion): Promise<void> {
  const { id } = question;
  const abort = new AbortController();
  running.set(id, abort);
  try {
    if ("inside" in question) await sendInsides(question);
    else if ("score" in question) await sendScores(question, abort.signal);
    else await sendLogits(question, abort.signal);
  } catch (error) {
    scope.postMessage({ id, error: error instanceof Error ? error.message : String(error) }, []);
  } finally {
    running.delete(id);
  }
}

async function sendLogits(
  { id, tokens, rows, cache, headsOff }: ThreadQuestion,
  signal: AbortSignal,
): Promise<void> {
  let run: ModelRun | null = null;
  const reader = await model;
  const logits = await reader.logits(tokens, {
    rows,
    cache,
    headsOff,
    signal,
    onRun: (done) => run = done,
  });
  const copies = logits.map((row) => row.slice());
  scope.postMessage({ id, rows: copies, run, backend: reader.backend }, copies.map(({ buffer }) => buffer));
}

async function sendScores({ id, score, ...options }: ScoreQuestion, signal: AbortSignal): Promise<void> {
  const reader = await model;
  const scores = await reader.score(score, { ...options, signal });
  scope.postMessage({ id, scores, backend: reader.backend }, []);
}

async function sendInsides({ id, inside, top, headsOff }: InsidesQuestion): Promise<void> {
  scope.postMessage({ id, insides: lookInside(await model as EmbeddedModel, inside, top, headsOff) }, []);
}
