/**
 * Working with single tokens: choosing, forking, undoing, and looking at one.
 *
 * @module
 */
import { batch } from "@preact/signals";
import type { Computation } from "@/lib/labs/predictor/commands/computation.ts";
import type { EditingCommands } from "@/lib/labs/predictor/commands/editing_commands.ts";
import type { ReadingCommands } from "@/lib/labs/predictor/commands/reading_commands.ts";
import type { PredictorPorts } from "@/lib/labs/predictor/ports.ts";
import type { PredictorState } from "@/lib/labs/predictor/predictor_state.ts";
import type { PredictorViews } from "@/lib/labs/predictor/views/predictor_views.ts";
import { computeProblem, isAbort } from "@/lib/labs/predictor/problem.ts";
import type { TokenId } from "@/lib/lm/language_model.ts";
import { once } from "@/lib/models/once.ts";

/** Branches that are kept: more would not be read. */
const MAX_BRANCHES = 8;

/** The commands about single tokens; where one that reads fails, that is the page's problem. */
export interface TokenCommands extends ReadingCommands {
  /** Appends a token that the visitor picked. */
  choose(id: TokenId): void;
  /** Replaces the generation from a token on by another choice there. */
  fork(index: number, id: TokenId): void;
  /** Goes back to a branch that was left; the one that is shown becomes a branch. */
  goBack(path: readonly TokenId[]): void;
  /** Takes the last act back: what the browser's Back does, or else the last token. */
  undo(): void;
}

/** Creates the commands of a page. */
export function createTokenCommands(
  state: PredictorState,
  views: PredictorViews,
  ports: PredictorPorts,
  computation: Computation,
  editing: EditingCommands,
): TokenCommands {
  // Their code comes with the first of them.
  const reading = once(async () => {
    const { createReadingCommands } = await import("@/lib/labs/predictor/commands/reading_commands.ts");
    return createReadingCommands(state, views, computation);
  });

  async function read(act: (reading: ReadingCommands) => unknown): Promise<void> {
    try {
      await act(await reading());
    } catch (error) {
      if (!isAbort(error)) state.problem.value = computeProblem(error);
    }
  }

  function setPath(path: readonly TokenId[], how: "push" | "replace"): void {
    state.ghost.value = new Map();
    editing.change({ path }, how);
  }

  /** Takes another way; the one so far stays as a branch, unless the other one only goes on from it. */
  function takeWay(path: readonly TokenId[]): void {
    const { path: left, branches } = state.query.peek();
    const kept = [left, ...branches].filter((branch) => !isPrefix(branch, path));
    state.ghost.value = new Map();
    editing.change({ path, branches: kept.slice(0, MAX_BRANCHES) }, "push");
  }

  function undo(): void {
    if (state.depth.peek() > 0) ports.history.back();
    else setPath(state.query.peek().path.slice(0, -1), "replace");
  }

  return {
    choose: (id) => setPath([...state.query.peek().path, id], "push"),
    fork: (index, id) => takeWay([...state.query.peek().path.slice(0, index), id]),
    goBack: takeWay,
    undo: () => batch(undo),
    inspect: (position) => read((reading) => reading.inspect(position)),
    inspectAll: () => read((reading) => reading.inspectAll()),
    lookUp: (asked) => read((reading) => reading.lookUp(asked)),
    compareCache: () => read((reading) => reading.compareCache()),
    stopComparing: () => void read((reading) => reading.stopComparing()),
  };
}

/** Whether a path holds another one from its start, or is the same. */
function isPrefix(start: readonly TokenId[], path: readonly TokenId[]): boolean {
  return start.length <= path.length && start.every((id, i) => id === path[i]);
}
