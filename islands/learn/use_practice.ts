import { type Signal, useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import type { LearnSources } from "./figure_props.ts";
import { type HubModel, useHubModel } from "./use_hub_model.ts";
import { PRACTICE, type PracticeResult, scoreCandidates } from "@/lib/learn/course/practice.ts";

const NOTHING: readonly string[] = ["", "", ""];

/** The state of the practice, and its two acts. */
export interface Practice {
  /** Which text. */
  readonly index: Signal<number>;
  readonly written: Signal<readonly string[]>;
  readonly result: Signal<PracticeResult | null>;
  readonly busy: Signal<boolean>;
  readonly problem: Signal<string | null>;
  /** Which model scores. */
  readonly hub: HubModel;
  /** The first field and the result's sentence, which get the focus. */
  readonly first: { current: HTMLInputElement | null };
  readonly outcome: { current: HTMLParagraphElement | null };
  score(): Promise<void>;
  open(index: number): void;
}

/** Creates the state of the practice. */
export function usePractice(sources: LearnSources): Practice {
  const index = useSignal(0);
  const written = useSignal(NOTHING);
  const result = useSignal<PracticeResult | null>(null);
  const busy = useSignal(false);
  const problem = useSignal<string | null>(null);
  const first = useRef<HTMLInputElement>(null);
  const outcome = useRef<HTMLParagraphElement>(null);
  // Another text and another model make the score that is under way one of the past.
  const turn = useRef(0);
  const score = async () => {
    const mine = ++turn.current;
    [busy.value, problem.value] = [true, null];
    try {
      const scored = await scoreCandidates(await hub.answering(), PRACTICE[index.value]!.text, written.value);
      if (turn.current !== mine) return;
      result.value = scored;
      requestAnimationFrame(() => outcome.current?.focus());
    } catch (error) {
      if (turn.current !== mine) return;
      problem.value = error instanceof Error ? error.message : String(error);
    }
    busy.value = false;
  };
  // What was scored is scored again; what was only written waits for its button.
  const hub = useHubModel(sources, () => void (result.peek() && score()));
  const open = (to: number) => {
    turn.current++;
    [busy.value, problem.value] = [false, null];
    [index.value, written.value, result.value] = [to, NOTHING, null];
    requestAnimationFrame(() => first.current?.focus());
  };
  return { index, written, result, busy, problem, hub, first, outcome, score, open };
}
