/**
 * What the page and its counting worker say to each other.
 *
 * @module
 */
import type { NgramQuestion, NgramView } from "@/lib/lm/ngram/study/view.ts";
import type { StudySettings } from "@/lib/lm/ngram/study/study.ts";

/** To the worker. */
export interface NgramRequest {
  readonly id: number;
  readonly settings: StudySettings;
  readonly question: NgramQuestion;
  /** The corpus; null where it is that of the request before. */
  readonly text: string | null;
}

/** From the worker: any number of `progress` and views, the last of them `complete`, or one `failed`. */
export type NgramReply =
  | {
    readonly kind: "progress";
    readonly id: number;
    readonly stage: "counting" | "measuring";
    /** Share of the stage that is done, 0 to 1. */
    readonly done: number;
  }
  | { readonly kind: "view"; readonly id: number; readonly view: NgramView; readonly complete: boolean }
  | { readonly kind: "failed"; readonly id: number; readonly message: string };
