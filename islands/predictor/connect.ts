/**
 * Ties the predictor to its page: its experiment, keys, and what is fetched ahead.
 *
 * @module
 */
import { embeddedName } from "@/lib/labs/predictor/model_choice.ts";
import type { PredictorLab } from "@/lib/labs/predictor/predictor_lab.ts";
import type { ShareRequest } from "@/lib/labs/share/share_request.ts";
import { isComposing } from "@/lib/ui/form/is_composing.ts";
import { connectExperiment } from "../experiment/connect_experiment.ts";
import { fetchAhead } from "../models/fetch_ahead.ts";
import { fitsMemory } from "../models/fits_memory.ts";
import { savesData } from "../models/saves_data.ts";
import { whenIdle } from "../models/when_idle.ts";
import type { PredictorProps } from "./props.ts";

/** Opens the lab on its page; returns what undoes it. */
export function connect(
  lab: PredictorLab,
  { kept = false, snapshot, shipped }: Pick<PredictorProps, "kept" | "snapshot" | "shipped">,
): () => void {
  const name = embeddedName(lab.state.query.peek());
  const files = name === "counts" ? [] : [shipped[name].weights, shipped[name].tokenizer];
  const controller = new AbortController();
  const { signal } = controller;
  const place = connectExperiment(lab.experiment, signal);
  document.addEventListener("copylink", (event) => {
    const { detail } = event as CustomEvent<ShareRequest & { readonly button?: HTMLElement }>;
    detail.predictor = lab;
    if (detail.button && lab.state.leftOut.peek().length > 0) {
      event.preventDefault();
      offerOtherWays();
    }
  }, { signal });
  document.addEventListener("keydown", (event) => onKey(lab, event), { signal });
  document.addEventListener("click", (event) => onPrompt(lab, event), { signal });
  const opened = lab.open(place, kept || !snapshot?.isWhole).then(() => describeNamed(lab));
  // The server's answer stands until the visitor turns to the page: only then is the tab's own model worth its bytes.
  opened.then(() => {
    if (savesData()) return;
    onFirstAct(() => prepare(lab), signal);
    whenIdle(() => files.forEach(fetchAhead));
  });
  return () => controller.abort();
}

/** Share has the ways that hold what a link cannot: a short link, a file. */
function offerOtherWays(): void {
  document.querySelector<HTMLElement>("is-land[name=Share] button")?.click();
}

const ACTS = ["pointerdown", "pointermove", "keydown", "focusin", "touchstart"] as const;

/** Computes the tab's own answer, and fetches what later acts need, so that they work without a network too. */
async function prepare(lab: PredictorLab): Promise<void> {
  await lab.settled();
  await Promise.allSettled([
    import("@/lib/labs/predictor/commands/reading_commands.ts"),
    import("@/lib/labs/predictor/copy/copy_text.ts"),
    import("@/lib/lm/generation/generate.ts"),
    import("./cache_part.tsx"),
    import("./draws_part.tsx"),
    import("./loop/before_part.tsx"),
    import("./loop/cache_strip.tsx"),
    import("./inside/attention_arcs.tsx"),
    import("./inside/insides_part.tsx"),
    import("./inspector_part.tsx"),
    import("./lookup_part.tsx"),
    import("./text_notes.tsx"),
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
  const { model, revision, dtype, device } = state.query.peek();
  await models.describe(model, revision);
  const found = state.described.peek().find(({ id }) => id.name === model);
  if (found?.cached && fitsMemory(found.memoryBytes)) {
    await models.load({ name: model, revision, dtype, device });
  }
}

/** The prompts to try change the text in place; with a modifier key they are links. */
function onPrompt(lab: PredictorLab, event: MouseEvent): void {
  const link = (event.target as Element).closest<HTMLElement>("a[data-prompt]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  lab.edit.takeText(link.dataset["prompt"] ?? "");
  scrollTo({ top: 0 });
}

/** Whether the browser's own undo is for what is being typed there. */
function isTyping({ target }: Event): boolean {
  return (target as Element).closest("input, textarea, select, [contenteditable]") !== null;
}

function onKey(lab: PredictorLab, event: KeyboardEvent): void {
  if (isComposing(event)) return;
  if (event.key.toLowerCase() === "z" && (event.ctrlKey || event.metaKey) && !isTyping(event)) {
    event.preventDefault();
    if (lab.views.canUndo.peek()) lab.tokens.undo();
  }
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    lab.generation.run();
  }
  if (event.key !== "Escape") return;
  if (lab.state.generating.peek()) lab.generation.stop();
  else if (lab.state.inspection.peek() !== null) lab.tokens.inspect(null);
}
