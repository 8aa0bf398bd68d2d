import type { KeptSettings } from "./ports.ts";
import type { ShareRequest } from "@/lib/labs/share/share_request.ts";
import { formatTrainQuery } from "@/lib/labs/train/train_fields.ts";
import type { TrainLab } from "@/lib/labs/train/train_lab.ts";
import { isComposing } from "@/lib/ui/form/is_composing.ts";

/** Ties the lab to its page at `base`: history and keys; returns what undoes it. */
export function connect(lab: TrainLab, base: string): () => void {
  // A stored experiment's own address stays in the history: it means the experiment that it was opened with.
  const opened = formatTrainQuery(lab.state.settings.peek());
  const controller = new AbortController();
  const { signal } = controller;
  const kept = () => (history.state as Partial<KeptSettings> | null)?.settings;
  const restore = () =>
    lab.restore(location.pathname === base ? new URLSearchParams(location.search) : opened, kept());
  addEventListener("popstate", restore, { signal });
  if (kept()) restore();
  document.addEventListener("copylink", (event) => {
    (event as CustomEvent<ShareRequest>).detail.train = lab;
  }, { signal });
  document.addEventListener("keydown", (event) => {
    if (isComposing(event)) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      lab.training.train();
    }
    if (event.key === "Escape") lab.training.pause();
  }, { signal });
  return () => {
    controller.abort();
    lab.close();
  };
}
