import { connectExperiment } from "../experiment/connect_experiment.ts";
import type { ShareRequest } from "@/lib/labs/share/share_request.ts";
import type { TrainLab } from "@/lib/labs/train/train_lab.ts";
import { isComposing } from "@/lib/ui/form/is_composing.ts";

/** Ties the lab to its page: history and keys; returns what undoes it. */
export function connect(lab: TrainLab): () => void {
  const controller = new AbortController();
  const { signal } = controller;
  lab.experiment.restore(connectExperiment(lab.experiment, signal), true);
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
