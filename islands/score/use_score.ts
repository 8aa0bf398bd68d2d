import { type ReadonlySignal, type Signal, useSignal, useSignalEffect } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { embeddedModels } from "../models/embedded_models.ts";
import { lazyProvider } from "../models/lazy_provider.ts";
import { conventionOf, type ScoreQuery } from "@/lib/experiment/fields/score_fields.ts";
import { isEmbedded } from "@/lib/experiment/fields/predictor_query.ts";
import { createModels, type Models } from "@/lib/labs/models/models.ts";
import { unpackDocument } from "@/lib/labs/score/packed_document.ts";
import type { ModelSources, ScoreAnswers, ScoreTask } from "@/lib/labs/score/protocol.ts";
import { createScorer, type Scorer, type ScorerPort } from "@/lib/labs/score/scorer.ts";
import type { ConventionResult } from "@/lib/lm/loss/text/compare_conventions.ts";
import type { ScoredDocument } from "@/lib/lm/loss/text/score_document.ts";

/** A text that the server scored. */
export interface ServerScore {
  readonly document: ScoredDocument;
  readonly compared: readonly ConventionResult[];
}

/** What the server tells the island; JSON. */
export interface ScoreSources extends ModelSources {
  /** Where hub models come from. */
  readonly modelHost: string;
  /** The address' text under its model; null where the tab has to do it. */
  readonly scored: ServerScore | null;
}

/** What is known of the query's text. */
export interface ScoreState {
  /** The query that `document` belongs to, as {@linkcode keyOf} writes it. */
  readonly key: string;
  readonly document: ScoredDocument | null;
  readonly compared: readonly ConventionResult[];
  readonly problem: string | null;
  /** Share that is done, 0 to 1, and when it began; null where nothing runs. */
  readonly progress: { readonly done: number; readonly since: number } | null;
  /** How long the tab took; null where the server scored. */
  readonly milliseconds: number | null;
}

/** The scoring of a page. */
export interface Scoring {
  readonly state: ReadonlySignal<ScoreState>;
  readonly models: Models;
  /** Calls off what runs. */
  cancel(): void;
  /** Asks something else of the query's text. */
  ask(task: ScoreTask): Promise<ScoreAnswers>;
}

/** What of a query decides a score. */
export function keyOf(query: ScoreQuery): string {
  const { text, model, revision, dtype } = query;
  return JSON.stringify([text, model, revision, dtype, conventionOf(query)]);
}

/** Scores a query's text: the server's answer first, then the tab's own. */
export function useScoring(query: ReadonlySignal<ScoreQuery>, sources: ScoreSources): Scoring {
  const state = useSignal<ScoreState>(firstState(query.peek(), sources));
  const running = useMemo(() => ({ controller: new AbortController() }), []);
  const { models, scorer } = useMemo(() => connect(sources), []);
  useSignalEffect(() => {
    const wanted = query.value;
    const missing = models.isMissing(wanted);
    if (missing || keyOf(wanted) === state.peek().key) return;
    running.controller.abort();
    const { signal } = running.controller = new AbortController();
    score({ query: wanted, models, scorer, state, signal });
  });
  return {
    state,
    models,
    cancel: () => running.controller.abort(),
    ask: async (task) => {
      let answers: ScoreAnswers = {};
      const onAnswers = (part: ScoreAnswers) => void (answers = { ...answers, ...part });
      await scorer.run(
        await answering(models, query.peek()),
        task,
        { onAnswers },
        new AbortController().signal,
      );
      return answers;
    },
  };
}

function firstState(query: ScoreQuery, { scored }: ScoreSources): ScoreState {
  const nothing = { problem: null, progress: null, milliseconds: null };
  return scored
    ? { ...nothing, key: keyOf(query), document: scored.document, compared: scored.compared }
    : { ...nothing, key: "", document: null, compared: [] };
}

function connect(sources: ScoreSources): { readonly models: Models; readonly scorer: Scorer } {
  return {
    models: createModels(lazyProvider(sources.modelHost), embeddedModels(sources)),
    scorer: createScorer(startWorker, sources, () => performance.now()),
  };
}

function startWorker(): ScorerPort {
  // The bundler only sees a worker whose address stands in this very call.
  const worker = new Worker(new URL("../../lib/labs/score/worker.ts", import.meta.url), { type: "module" });
  const port: ScorerPort = {
    postMessage: (request) => worker.postMessage(request),
    onmessage: null,
    onerror: null,
  };
  worker.onmessage = ({ data }) => port.onmessage?.({ data });
  worker.onerror = ({ message }) => port.onerror?.({ message });
  return port;
}

interface Job {
  readonly query: ScoreQuery;
  readonly models: Models;
  readonly scorer: Scorer;
  readonly state: Signal<ScoreState>;
  readonly signal: AbortSignal;
}

async function score({ query, models, scorer, state, signal }: Job): Promise<void> {
  const key = keyOf(query);
  const since = performance.now();
  const change = (to: Partial<ScoreState>) => {
    if (!signal.aborted) state.value = { ...state.peek(), ...to };
  };
  change({ problem: null, progress: { done: 0, since } });
  try {
    const task = { kind: "score", text: query.text, convention: conventionOf(query), compare: true } as const;
    await scorer.run(await answering(models, query), task, {
      onProgress: (done) => change({ progress: { done, since } }),
      onAnswers({ scored, compared }) {
        if (scored) {
          const document = unpackDocument(query.text, scored.document);
          change({ key, document, compared: [], progress: null, milliseconds: scored.milliseconds });
        }
        if (compared) change({ compared });
      },
    }, signal);
  } catch (error) {
    if (signal.aborted) state.value = { ...state.peek(), progress: null };
    else {change({
        key,
        document: null,
        problem: error instanceof Error ? error.message : String(error),
        progress: null,
      });}
  }
}

async function answering(models: Models, query: ScoreQuery) {
  if (isEmbedded(query.model)) return query.model;
  const model = await models.answering(query);
  if (model === null) throw new Error(`${query.model} is not loaded: load it first`);
  return model;
}
