import { type ReadonlySignal, type Signal, useComputed, useSignal, useSignalEffect } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { drawn } from "../query/drawn.ts";
import { embeddedModels } from "../models/embedded_models.ts";
import { lazyProvider } from "../models/lazy_provider.ts";
import { conventionOf, type ScoreQuery } from "@/lib/experiment/fields/score_fields.ts";
import { type EmbeddedName, isEmbedded } from "@/lib/experiment/fields/predictor_query.ts";
import { createModels, type Models } from "@/lib/labs/models/models.ts";
import { workerPort } from "@/lib/labs/query/worker_port.ts";
import { unpackDocument } from "@/lib/labs/score/packed_document.ts";
import { keptView } from "@/lib/labs/score/score_view.ts";
import type { ModelSources, ScoreAnswers, ScoreTask } from "@/lib/labs/score/protocol.ts";
import { createScorer, type Scorer, type ScorerPort } from "@/lib/labs/score/scorer.ts";
import type { ConventionResult } from "@/lib/lm/loss/text/compare_conventions.ts";
import { ConventionError, type ConventionField } from "@/lib/lm/loss/text/convention_error.ts";
import type { ScoredDocument } from "@/lib/lm/loss/text/score_document.ts";
import { pause } from "@/lib/models/engine/pause.ts";

/** A text that the server scored. */
interface ServerScore {
  readonly document: ScoredDocument;
  readonly compared: readonly ConventionResult[];
}

/** Why the server did not score a text. */
interface ServerRefusal {
  /** The part of the convention that does not fit its model. */
  readonly field: ConventionField;
  readonly message: string;
}

/** What the server tells the island; JSON. */
export interface ScoreSources extends ModelSources {
  /** Where hub models come from. */
  readonly modelHost: string;
  /** The address' text under its model; null where the tab has to do it. */
  readonly scored: ServerScore | ServerRefusal | null;
}

/** What is known of the query's text. */
interface ScoreState {
  /** The query that `document` belongs to, as {@linkcode keyOf} writes it. */
  readonly key: string;
  readonly document: ScoredDocument | null;
  readonly compared: readonly ConventionResult[];
  readonly problem: string | null;
  /** The part of the convention that is the problem; null for another one. */
  readonly field: ConventionField | null;
  /** How long the tab took; null where the server scored. */
  readonly milliseconds: number | null;
  /** How many of the page's {@linkcode PARTS} are drawn: those of a long text one after another, so that none is a long task. */
  readonly parts: number;
}

/** Parts of the page that a scored text fills. */
export const PARTS = 6;

/** A text of more tokens is drawn part by part. */
const MAX_AT_ONCE = 1000;

/** Characters from which a text's layout is felt. */
const LONG_TEXT = 20_000;

/** How far a task is. */
interface ScoreProgress {
  /** Share that is done, 0 to 1. */
  readonly done: number;
  /** When it began, in milliseconds of the page's clock. */
  readonly since: number;
}

/** How something else is asked. */
interface AskOptions {
  readonly model?: EmbeddedName;
  readonly signal?: AbortSignal;
  /** Hears the share that is done, 0 to 1. */
  readonly onProgress?: (done: number) => void;
}

/** The scoring of a page. */
export interface Scoring {
  readonly state: ReadonlySignal<ScoreState>;
  /** Apart from the state, so that only who shows it is drawn again; null where nothing runs. */
  readonly progress: ReadonlySignal<ScoreProgress | null>;
  readonly models: Models;
  /** Whether the query's text was called off. */
  readonly isCalledOff: ReadonlySignal<boolean>;
  /** Calls off what runs. */
  cancel(): void;
  /** Scores what was called off. */
  again(): void;
  /** Asks something else of the query's text, of the query's model unless another one of the site is named. */
  ask(task: ScoreTask, options?: AskOptions): Promise<ScoreAnswers>;
}

/** The parts of a query that decide a score. */
export function keyOf(query: ScoreQuery): string {
  const { text, model, revision, dtype } = query;
  return JSON.stringify([text, model, revision, dtype, conventionOf(query)]);
}

/** Scores a query's text: the server's answer first, then the tab's own. */
export function useScoring(query: ReadonlySignal<ScoreQuery>, sources: ScoreSources): Scoring {
  const state = useSignal<ScoreState>(firstState(query.peek(), sources));
  const progress = useSignal<ScoreProgress | null>(null);
  const running = useMemo(() => ({ key: "", controller: new AbortController() }), []);
  const { models, scorer } = useMemo(() => connect(sources), []);
  const calledOff = useSignal("");
  const isCalledOff = useComputed(() => calledOff.value !== "" && calledOff.value === keyOf(query.value));
  useSignalEffect(() => {
    const wanted = query.value;
    const key = keyOf(wanted);
    const missing = models.isMissing(wanted);
    // Also where what is asked now is what is shown: else the answer of the text in between would come over it.
    if (running.key !== key) running.controller.abort();
    if (missing || isCalledOff.value || key === state.peek().key) return;
    running.controller.abort();
    running.key = key;
    const { signal } = running.controller = new AbortController();
    score({ query: wanted, models, scorer, state, progress, signal });
  });
  return {
    state,
    progress,
    models,
    isCalledOff,
    cancel() {
      running.controller.abort();
      calledOff.value = keyOf(query.peek());
    },
    again: () => void (calledOff.value = ""),
    ask: async (task, { model, signal = new AbortController().signal, onProgress } = {}) => {
      let answers: ScoreAnswers = {};
      const onAnswers = (part: ScoreAnswers) => void (answers = { ...answers, ...part });
      const listener = { onAnswers, ...(onProgress && { onProgress }) };
      await scorer.run(model ?? await answering(models, query.peek()), task, listener, signal);
      return answers;
    },
  };
}

function firstState(query: ScoreQuery, { scored }: ScoreSources): ScoreState {
  const nothing = {
    key: scored ? keyOf(query) : "",
    document: null,
    compared: [],
    problem: null,
    field: null,
    milliseconds: null,
    parts: PARTS,
  };
  if (scored === null) return nothing;
  if ("field" in scored) return { ...nothing, problem: scored.message, field: scored.field };
  return { ...nothing, document: scored.document, compared: scored.compared };
}

function connect(sources: ScoreSources): { readonly models: Models; readonly scorer: Scorer } {
  return {
    models: createModels(lazyProvider(sources.modelHost), embeddedModels(sources)),
    scorer: createScorer(startWorker, sources, () => performance.now()),
  };
}

function startWorker(): ScorerPort {
  // The bundler only sees a worker whose address stands in this very call.
  return workerPort(
    new Worker(new URL("../../lib/labs/score/worker.ts", import.meta.url), { type: "module" }),
  );
}

interface Job {
  readonly query: ScoreQuery;
  readonly models: Models;
  readonly scorer: Scorer;
  readonly state: Signal<ScoreState>;
  readonly progress: Signal<ScoreProgress | null>;
  readonly signal: AbortSignal;
}

async function score({ query, models, scorer, state, progress, signal }: Job): Promise<void> {
  const key = keyOf(query);
  const since = performance.now();
  const change = (to: Partial<ScoreState>) => {
    if (!signal.aborted) state.value = { ...state.peek(), ...to };
  };
  const onProgress = (done: number) => {
    if (!signal.aborted) progress.value = { done, since };
  };
  // One after another: what comes later belongs to the text that came before.
  let taken = Promise.resolve();
  const take = async ({ scored, compared }: ScoreAnswers) => {
    if (scored) {
      const document = await unpackDocument(query.text, scored.document, pause);
      await pause();
      keptView(document, query.tint);
      await pause();
      const parts = document.tokens.length > MAX_AT_ONCE ? 1 : PARTS;
      const { milliseconds } = scored;
      change({ key, document, compared: [], problem: null, field: null, milliseconds, parts });
      await drawParts(state, document);
    }
    if (compared) change({ compared });
  };
  // A long text is laid out in the field first, with the cores to itself.
  if (query.text.length > LONG_TEXT) await drawn().then(pause);
  onProgress(0);
  change({ problem: null, field: null });
  try {
    const task = { kind: "score", text: query.text, convention: conventionOf(query), compare: true } as const;
    const onAnswers = (part: ScoreAnswers) => void (taken = taken.then(() => take(part)));
    await scorer.run(await answering(models, query), task, { onProgress, onAnswers }, signal);
    await taken;
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    change({ key, document: null, problem, field: error instanceof ConventionError ? error.field : null });
  } finally {
    // A task that was called off for another one leaves the progress to that one.
    if (progress.peek()?.since === since) progress.value = null;
  }
}

/** Draws what is missing of a document's parts, also where another text is typed meanwhile and taken back. */
async function drawParts(state: Signal<ScoreState>, document: ScoredDocument): Promise<void> {
  const isShown = () => state.peek().document === document && state.peek().parts < PARTS;
  while (isShown()) {
    // Behind the frame: else several parts are laid out in one.
    await drawn();
    await pause();
    if (isShown()) state.value = { ...state.peek(), parts: state.peek().parts + 1 };
  }
}

async function answering(models: Models, query: ScoreQuery) {
  if (isEmbedded(query.model)) return query.model;
  const model = await models.answering(query);
  if (model === null) throw new Error(`${query.model} is not loaded: load it first`);
  return model;
}
