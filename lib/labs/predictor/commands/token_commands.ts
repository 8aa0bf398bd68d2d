/**
 * Working with single tokens: choosing, forking, undoing, inspecting, looking up, comparing.
 *
 * @module
 */
import { batch } from "@preact/signals";
import type { Computation } from "@/lib/labs/predictor/commands/computation.ts";
import type { EditingCommands } from "@/lib/labs/predictor/commands/editing_commands.ts";
import type { PredictorPorts } from "@/lib/labs/predictor/ports.ts";
import type { Prediction } from "@/lib/labs/predictor/answer.ts";
import type { PredictorState } from "@/lib/labs/predictor/predictor_state.ts";
import type { PredictorViews } from "@/lib/labs/predictor/views/predictor_views.ts";
import { computeProblem, isAbort } from "@/lib/labs/predictor/problem.ts";
import type { TokenId } from "@/lib/lm/language_model.ts";

/** Branches that are kept: more would not be read. */
const MOST_BRANCHES = 8;

/** The commands about single tokens. */
export interface TokenCommands {
  /** Appends a token that the visitor picked. */
  choose(id: TokenId): void;
  /** Replaces the generation from a token on by another choice there. */
  fork(index: number, id: TokenId): void;
  /** Goes back to a branch that was left; the one that is shown becomes a branch. */
  goBack(path: readonly TokenId[]): void;
  /** Takes the last act back: what the browser's Back does, or else the last token. */
  undo(): void;
  /** Opens the token at a position of prompt and generation together; null closes it. */
  inspect(position: number | null): Promise<void>;
  /** Computes the opened token's whole distribution again. */
  inspectAll(): Promise<void>;
  /** Looks a word or a token up by text or id after the text that is shown. */
  lookUp(asked: string): Promise<void>;
  /** Times the last tokens with the cache and without it. */
  compareCache(): Promise<void>;
  stopComparing(): void;
}

/** Creates the commands of a page. */
export function createTokenCommands(
  state: PredictorState,
  views: PredictorViews,
  ports: PredictorPorts,
  computation: Computation,
  editing: EditingCommands,
): TokenCommands {
  let inspecting = new AbortController();
  let comparing = new AbortController();
  let lookingUp = new AbortController();

  function setPath(path: readonly TokenId[], how: "push" | "replace"): void {
    state.ghost.value = new Map();
    editing.change({ path }, how);
  }

  /** Takes another way; the one so far stays as a branch, unless the other one only goes on from it. */
  function takeWay(path: readonly TokenId[]): void {
    const { path: left, branches } = state.query.peek();
    const kept = [left, ...branches].filter((branch) => !isPrefix(branch, path));
    state.ghost.value = new Map();
    editing.change({ path, branches: kept.slice(0, MOST_BRANCHES) }, "push");
  }

  function undo(): void {
    if (state.depth.peek() > 0) ports.address.back();
    else setPath(state.query.peek().path.slice(0, -1), "replace");
  }

  async function inspect(position: number | null): Promise<void> {
    inspecting.abort();
    const { signal } = inspecting = new AbortController();
    await computation.settled();
    const { inspectKept } = await import("@/lib/labs/predictor/inspection.ts");
    if (signal.aborted) return;
    const prediction = state.prediction.peek();
    state.inspection.value = position === null || prediction === null
      ? null
      : inspectKept(prediction, position);
    if (position !== null && prediction !== null && state.inspection.peek() === null) {
      await readWhole(prediction, position);
    }
  }

  async function inspectAll(): Promise<void> {
    const [prediction, opened] = [state.prediction.peek(), state.inspection.peek()];
    if (prediction !== null && opened !== null) await readWhole(prediction, opened.position);
  }

  async function readWhole(prediction: Prediction, position: number): Promise<void> {
    inspecting.abort();
    const { signal } = inspecting = new AbortController();
    await guard(async () => {
      const { inspectWhole } = await import("@/lib/labs/predictor/inspection.ts");
      const whole = await inspectWhole(prediction, position, state.query.peek(), signal);
      if (!signal.aborted && state.prediction.peek() === prediction) state.inspection.value = whole;
    });
  }

  async function lookUpToken(asked: string): Promise<void> {
    lookingUp.abort();
    const { signal } = lookingUp = new AbortController();
    await computation.settled();
    const [prediction, source] = [state.prediction.peek(), views.source.peek()];
    if (prediction === null || source === null || signal.aborted) return;
    await guard(async () => {
      const { lookUp } = await import("@/lib/labs/predictor/look_up.ts");
      const found = await lookUp(asked, {
        model: prediction.model,
        source,
        context: prediction.end.context,
        signal,
      });
      if (!signal.aborted && state.prediction.peek() === prediction) state.lookedUp.value = found;
    });
  }

  async function compare(): Promise<void> {
    await computation.settled();
    const prediction = state.prediction.peek();
    if (prediction === null) return;
    comparing.abort();
    const { signal } = comparing = new AbortController();
    await guard(async () => {
      const { compareCache } = await import("@/lib/labs/predictor/compare_cache.ts");
      const found = await compareCache(prediction, signal, (half) => state.comparing.value = half);
      if (state.prediction.peek() === prediction) state.comparison.value = found;
    });
    if (comparing.signal === signal) state.comparing.value = null;
  }

  async function guard(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!isAbort(error)) state.problem.value = computeProblem(error);
    }
  }

  return {
    choose: (id) => setPath([...state.query.peek().path, id], "push"),
    fork: (index, id) => takeWay([...state.query.peek().path.slice(0, index), id]),
    goBack: takeWay,
    undo: () => batch(undo),
    inspect,
    inspectAll,
    lookUp: lookUpToken,
    compareCache: compare,
    stopComparing: () => comparing.abort(),
  };
}

/** Whether a path holds another one from its start, or is the same. */
function isPrefix(start: readonly TokenId[], path: readonly TokenId[]): boolean {
  return start.length <= path.length && start.every((id, i) => id === path[i]);
}
