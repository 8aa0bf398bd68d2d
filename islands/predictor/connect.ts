/**
 * Ties the predictor to its page: history, keys, and the moments when something waiting has to be written.
 *
 * @module
 */
import type { AddressState } from "@/lib/labs/predictor/ports.ts";
import type { PredictorLab } from "@/lib/labs/predictor/predictor_lab.ts";

/** A browser's connection, where it tells. */
interface Connection {
  readonly saveData?: boolean;
}

/** Opens the lab on its page; returns what undoes it. */
export function connect(lab: PredictorLab): () => void {
  const controller = new AbortController();
  const { signal } = controller;
  addEventListener("popstate", ({ state }) => {
    lab.restore(new URLSearchParams(location.search), keptState(state));
  }, { signal });
  addEventListener("pagehide", () => lab.flush(), { signal });
  document.addEventListener("copylink", () => lab.flush(), { signal });
  document.addEventListener("keydown", (event) => onKey(lab, event), { signal });
  lab.open(keptState(history.state), !savesData()).then(() => describeNamed(lab));
  return () => controller.abort();
}

/** A link can name a model that the catalog does not know: its size is looked up before it is offered. */
async function describeNamed(lab: PredictorLab): Promise<void> {
  await lab.models.refreshStorage();
  if (!lab.views.modelMissing.peek()) return;
  const { model, revision } = lab.state.query.peek();
  await lab.models.describe(model, revision);
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
  const isKept = typeof kept === "object" && kept !== null && typeof kept.depth === "number" &&
    typeof kept.fields === "object";
  return isKept ? kept : null;
}

function savesData(): boolean {
  return (navigator as { connection?: Connection }).connection?.saveData ?? false;
}
