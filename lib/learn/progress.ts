/**
 * What a visitor has done of the course, as the browser keeps it and as a file holds it.
 *
 * @module
 */
import { firstCharacters } from "@/lib/lm/graphemes.ts";
import { AIM_NAMES, type AimName } from "@/lib/learn/aims.ts";

/** Where the browser keeps it. */
export const PROGRESS_KEY = "learn";

/** Type of the messages between a frame of the course and the page around it. */
export const PROGRESS_MESSAGE = "next-token-playground:progress";

/** The version of its text. */
const VERSION = 1;

/** The most characters of a guess that are kept. */
const MAX_GUESS = 200;

/** A visitor's progress. */
export interface Progress {
  /** Each revealed step's guess, as its text; empty where none was made. */
  readonly steps: Readonly<Record<string, string>>;
  /** Aims that were answered right in a check. */
  readonly aims: readonly AimName[];
}

/** Nothing done yet. */
export const NO_PROGRESS: Progress = { steps: {}, aims: [] };

/** Writes progress as text. */
export function formatProgress(progress: Progress): string {
  return JSON.stringify({ v: VERSION, ...progress });
}

/** Reads what {@linkcode formatProgress} wrote; whatever else it is given is no progress. */
export function parseProgress(text: string | null): Progress {
  try {
    const value: unknown = JSON.parse(text ?? "");
    if (typeof value !== "object" || value === null || !("v" in value) || value.v !== VERSION) {
      return NO_PROGRESS;
    }
    const { steps, aims } = value as { steps?: unknown; aims?: unknown };
    return {
      steps: guessesOf(steps),
      aims: AIM_NAMES.filter((aim) => Array.isArray(aims) && aims.includes(aim)),
    };
  } catch {
    return NO_PROGRESS;
  }
}

/** Progress with a step done. */
export function withStep(progress: Progress, step: string, guess: string): Progress {
  return { ...progress, steps: { ...progress.steps, [step]: firstCharacters(guess, MAX_GUESS) } };
}

/** Progress with further aims answered right. */
export function withAims(progress: Progress, aims: readonly AimName[]): Progress {
  return { ...progress, aims: AIM_NAMES.filter((aim) => progress.aims.includes(aim) || aims.includes(aim)) };
}

/** Both progresses' steps and aims; where both have a guess, the second one's. */
export function joinProgress(one: Progress, other: Progress): Progress {
  return withAims({ ...other, steps: { ...one.steps, ...other.steps } }, one.aims);
}

function guessesOf(steps: unknown): Record<string, string> {
  if (typeof steps !== "object" || steps === null) return {};
  const kept = Object.entries(steps).filter(([name, guess]) =>
    /^[a-z-]{1,40}$/.test(name) && typeof guess === "string" && guess.length <= MAX_GUESS
  );
  return Object.fromEntries(kept);
}
