/**
 * What a step or the course inside another site's frame tells the page around it, and is told by it.
 *
 * @module
 */
import { keepProgress, progress, readProgress } from "./kept_progress.ts";
import type { StepPlace } from "@/lib/learn/course/step_address.ts";
import { STEPS } from "@/lib/learn/course/steps.ts";
import { formatProgress, joinProgress, parseProgress, PROGRESS_MESSAGE } from "@/lib/learn/progress.ts";

/** Tells the page around how much is done: of the course, or whether the one step is. No page around, nothing told. */
export function tellFrame(place: StepPlace, step?: string): void {
  if (place === "site" || parent === window) return;
  const { steps } = progress.value;
  const asked = place === "course" ? STEPS.map(({ name }) => name) : [step!];
  const done = asked.filter((name) => name in steps).length;
  const state = formatProgress({ steps: Object.fromEntries(asked.flatMap(kept)), aims: [] });
  parent.postMessage(
    { type: PROGRESS_MESSAGE, score: done / asked.length, done: done === asked.length, state },
    "*",
  );
}

function kept(name: string): [string, string][] {
  const guess = progress.value.steps[name];
  return guess === undefined ? [] : [[name, guess]];
}

/** Takes what the page around has kept of an earlier visit, adding it to what this browser has. Returns the undoing. */
export function listenToFrame(place: StepPlace, onProgress: () => void): () => void {
  if (place === "site" || parent === window) return () => undefined;
  const listen = ({ source, data }: MessageEvent) => {
    if (source !== parent || data?.type !== PROGRESS_MESSAGE || typeof data.state !== "string") return;
    readProgress();
    const before = Object.keys(progress.value.steps).length;
    keepProgress((own) => joinProgress(parseProgress(data.state), own));
    if (Object.keys(progress.value.steps).length > before) onProgress();
  };
  addEventListener("message", listen);
  return () => removeEventListener("message", listen);
}
