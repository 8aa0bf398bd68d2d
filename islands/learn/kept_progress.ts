/**
 * Progress in the browser: one signal for all islands of a page, kept in the browser's storage.
 *
 * @module
 */
import { signal } from "@preact/signals";
import {
  formatProgress,
  NO_PROGRESS,
  parseProgress,
  type Progress,
  PROGRESS_KEY,
} from "@/lib/learn/progress.ts";

/** What is done. Empty until {@linkcode readProgress}, as the server has it. */
export const progress = signal<Progress>(NO_PROGRESS);

/** Reads what the browser keeps. */
export function readProgress(): void {
  progress.value = parseProgress(attempt(() => localStorage.getItem(PROGRESS_KEY)) ?? null);
}

/** Changes what is done, and keeps it. Another tab may have done something since, so that is read first. */
export function keepProgress(change: (before: Progress) => Progress): void {
  readProgress();
  progress.value = change(progress.value);
  attempt(() => localStorage.setItem(PROGRESS_KEY, formatProgress(progress.value)));
}

/** Forgets everything. */
export function clearProgress(): void {
  progress.value = NO_PROGRESS;
  attempt(() => localStorage.removeItem(PROGRESS_KEY));
}

/** Storage can be blocked or full: then nothing is kept, and nothing breaks. */
function attempt<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch {
    return undefined;
  }
}
