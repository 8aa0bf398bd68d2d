/**
 * Ties the predictor to its page: history, keys, and the moments when something waiting has to be written.
 *
 * @module
 */
import { formatPredictorQuery } from "@/lib/experiment/fields/predictor_fields.ts";
import type { AddressState } from "@/lib/labs/predictor/ports.ts";
import type { PredictorLab } from "@/lib/labs/predictor/predictor_lab.ts";
import type { ShareRequest } from "@/lib/labs/share/share_request.ts";

/** A browser's connection, where it tells. */
interface Connection {
  readonly saveData?: boolean;
}

/**
 * Opens the lab on its page at `base`; returns what undoes it.
 *
 * @param eager Whether the tab computes at once, since the server did not.
 */
export function connect(lab: PredictorLab, base: string, eager: boolean): () => void {
  // A stored experiment's own address stays in the history: it means the experiment that it was opened with.
  const start = formatPredictorQuery(lab.state.query.peek());
  const controller = new AbortController();
  const { signal } = controller;
  addEventListener("popstate", ({ state }) => {
    lab.restore(location.pathname === base ? new URLSearchParams(location.search) : start, keptState(state));
  }, { signal });
  addEventListener("pagehide", lab.flush, { signal });
  document.addEventListener("copylink", (event) => {
    lab.flush();
    (event as CustomEvent<ShareRequest>).detail.predictor = lab;
  }, { signal });
  document.addEventListener("keydown", (event) => onKey(lab, event), { signal });
  document.addEventListener("click", (event) => onPrompt(lab, event), { signal });
  const opened = lab.open(keptState(history.state), eager).then(() => describeNamed(lab));
  // The server's answer stands until the visitor turns to the page: only then is the tab's own model worth its bytes.
  opened.then(() => !savesData() && onFirstAct(() => prepare(lab), signal));
  return () => controller.abort();
}

const ACTS = ["pointerdown", "pointermove", "keydown", "focusin", "touchstart"] as const;

/** Computes the tab's own answer, and fetches what later acts need, so that they work without a network too. */
async function prepare(lab: PredictorLab): Promise<void> {
  await lab.settled();
  await Promise.allSettled([
    import("@/lib/labs/predictor/copy/copy_text.ts"),
    import("@/lib/labs/predictor/inspection.ts"),
    import("@/lib/labs/predictor/look_up.ts"),
    import("@/lib/labs/predictor/compare_cache.ts"),
    import("@/lib/lm/generation/generate.ts"),
    import("./cache_part.tsx"),
    import("./inspector_part.tsx"),
  ]);
}

function onFirstAct(act: () => void, signal: AbortSignal): void {
  const first = new AbortController();
  const once = () => {
    first.abort();
    act();
  };
  const either = AbortSignal.any([signal, first.signal]);
  for (const type of ACTS) document.addEventListener(type, once, { signal: either, passive: true });
}

/** A link can name a model whose size is not known here: it is looked up before it is offered. */
async function describeNamed({ views, state, models }: PredictorLab): Promise<void> {
  if (!views.modelMissing.peek()) return;
  const { model, revision } = state.query.peek();
  await models.describe(model, revision);
}

/** The prompts to try change the text in place; with a modifier key they are links. */
function onPrompt(lab: PredictorLab, event: MouseEvent): void {
  const link = (event.target as Element).closest<HTMLElement>("a[data-prompt]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  lab.edit.setText(link.dataset["prompt"] ?? "");
  scrollTo({ top: 0 });
}

function onKey(lab: PredictorLab, event: KeyboardEvent): void {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    lab.generation.run();
  }
  if (event.key !== "Escape") return;
  if (lab.state.generating.peek()) lab.generation.stop();
  else if (lab.state.inspection.peek() !== null) lab.tokens.inspect(null);
}

/** What this page put into the history's entry; anything else counts as nothing. */
function keptState(state: unknown): AddressState | null {
  const kept = state as AddressState | null;
  return kept?.fields && kept.depth >= 0 ? kept : null;
}

function savesData(): boolean {
  return (navigator as { connection?: Connection }).connection?.saveData ?? false;
}
