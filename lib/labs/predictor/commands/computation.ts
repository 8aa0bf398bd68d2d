/**
 * Keeps the answer up with the experiment: one request at a time, an outdated one called off and never shown.
 *
 * @module
 */
import { batch } from "@preact/signals";
import type { PredictorQuery } from "@/lib/experiment/fields/predictor_query.ts";
import { answeringModel, embeddedName, isModelMissing } from "@/lib/labs/predictor/model_choice.ts";
import type { PredictorPorts } from "@/lib/labs/predictor/ports.ts";
import type { PassKind, Prediction } from "@/lib/labs/predictor/answer.ts";
import type { PredictorState } from "@/lib/labs/predictor/predictor_state.ts";
import { computeProblem, isAbort, tooLongProblem } from "@/lib/labs/predictor/problem.ts";
import type { LanguageModel, ModelRun, TokenId } from "@/lib/lm/language_model.ts";

/** Passes that the cost panel keeps. */
const KEPT_PASSES = 400;

/** How a refresh is made. */
interface RefreshOptions {
  /** Milliseconds to wait for more typing. */
  readonly delay?: number;
  /** Whether a new token of the path was given by the visitor. Default true. */
  readonly given?: boolean;
  /** Where the bars were before the text was typed over: the answer shows it, and its bars do not glide. */
  readonly ghost?: ReadonlyMap<TokenId, number>;
}

/** Computes answers. */
export interface Computation {
  /** Computes the answer for the experiment as it stands; resolves when it, or a newer one, is shown or has failed. */
  refresh(options?: RefreshOptions): Promise<void>;
  /** Resolves when the answer shown is the tab's own, and that of the experiment. */
  settled(): Promise<void>;
  /** The answer for an experiment, without showing it. */
  answer(
    query: PredictorQuery,
    known: Prediction | null,
    given: boolean,
    signal: AbortSignal,
  ): Promise<Prediction>;
  /** Shows an answer. */
  show(prediction: Prediction): void;
}

/** Creates the computation of a page. */
export function createComputation(state: PredictorState, ports: PredictorPorts): Computation {
  let controller = new AbortController();
  let latest: Promise<void> = Promise.resolve();

  function refresh(options: RefreshOptions = {}): Promise<void> {
    controller.abort(new DOMException("A newer text replaced this one", "AbortError"));
    const { signal } = controller = new AbortController();
    batch(() => {
      state.pending.value = true;
      state.problem.value = null;
    });
    latest = compute(options, signal).catch((error) => fail(error, signal));
    return latest;
  }

  async function compute(
    { delay = 0, given = true, ghost }: RefreshOptions,
    signal: AbortSignal,
  ): Promise<void> {
    if (delay > 0) await ports.clock.wait(delay, signal);
    await answeringModelOrEmbedded(state, ports);
    signal.throwIfAborted();
    const query = state.query.peek();
    const prediction = await answer(query, state.prediction.peek(), given, signal);
    signal.throwIfAborted();
    batch(() => {
      if (ghost) state.ghost.value = ghost;
      state.still.value = ghost !== undefined;
      show(prediction);
      state.pending.value = false;
    });
  }

  function fail(error: unknown, signal: AbortSignal): void {
    if (signal.aborted) return;
    batch(() => {
      state.pending.value = false;
      if (!isAbort(error)) state.problem.value = computeProblem(error);
    });
  }

  async function answer(
    query: PredictorQuery,
    known: Prediction | null,
    given: boolean,
    signal: AbortSignal,
  ) {
    const whole = await answeringModelOrEmbedded(state, ports);
    const model = query.heads_off.length === 0
      ? whole
      : (await import("@/lib/labs/predictor/without_heads.ts")).withoutHeads(whole, query.heads_off, state);
    const path = isModelMissing(state) ? [] : validPath(state, query, model);
    const onRun = (run: ModelRun, kind: PassKind) => addPass(state, run, kind);
    const { predict } = await import("@/lib/labs/predictor/prediction.ts");
    return await predict({ model, query: { ...query, path }, known, given, signal, onRun });
  }

  async function settled(): Promise<void> {
    if (state.prediction.peek() === null && !state.pending.peek()) refresh();
    let seen: Promise<void>;
    do await (seen = latest); while (seen !== latest);
  }

  function show(prediction: Prediction): void {
    const { end } = prediction;
    state.prediction.value = prediction;
    state.comparison.value = null;
    if (end.full) state.problem.value = tooLongProblem(end.tokens.length, end.limit);
  }

  return { refresh, settled, answer, show };
}

async function answeringModelOrEmbedded(
  state: PredictorState,
  ports: PredictorPorts,
): Promise<LanguageModel> {
  const model = answeringModel(state);
  if (model !== null) return model;
  const name = embeddedName(state.query.peek());
  const embedded = await ports.embedded(name, (progress) => {
    if (name === embeddedName(state.query.peek())) state.arriving.value = { name, progress };
  }).finally(() => state.arriving.value = null);
  state.embedded.value = new Map([...state.embedded.peek(), [name, embedded]]);
  return embedded;
}

/** The path up to the first id that the model does not have; the rest is taken out, with a notice. */
function validPath(
  state: PredictorState,
  query: PredictorQuery,
  model: LanguageModel,
): PredictorQuery["path"] {
  const wrong = query.path.findIndex((id) => id >= model.vocabulary.size);
  if (wrong < 0) return query.path;
  const path = query.path.slice(0, wrong);
  const reason = `has an id that ${model.id.name} does not have; it ends before it`;
  batch(() => {
    state.query.value = { ...state.query.peek(), path };
    state.notices.value = [...state.notices.peek(), {
      name: "path",
      value: String(query.path[wrong]),
      reason,
    }];
  });
  return path;
}

function addPass(state: PredictorState, run: ModelRun, kind: PassKind): void {
  const passes = state.passes.peek();
  const before = passes.at(-1)?.run.cacheTokens ?? 0;
  const cropped = Math.max(0, before - run.reused);
  state.passes.value = [...passes.slice(1 - KEPT_PASSES), { kind, run, cropped }];
}
