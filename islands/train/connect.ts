import { connectExperiment } from "../experiment/connect_experiment.ts";
import type { ShareRequest } from "@/lib/labs/share/share_request.ts";
import type { TrainLab } from "@/lib/labs/train/train_lab.ts";
import type { TrainStart } from "@/lib/labs/train/train_state.ts";
import { isComposing } from "@/lib/ui/form/is_composing.ts";
import { savesData } from "../models/saves_data.ts";

/** Ties the lab to its page: history, keys, and the run that its address names; returns what undoes it. */
export function connect(lab: TrainLab, { runsHere = false }: Pick<TrainStart, "runsHere">): () => void {
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
  // The library comes with the first training: where data is saved a press asks for it.
  if (runsHere && !savesData() && Object.keys(lab.experiment.drafts.peek()).length === 0) {
    lab.training.train();
  }
  return () => {
    controller.abort();
    lab.close();
  };
}
