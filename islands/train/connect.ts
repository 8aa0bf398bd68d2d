import type { ShareRequest } from "@/lib/labs/share/share_request.ts";
import type { TrainLab } from "@/lib/labs/train/train_lab.ts";

/** Ties the lab to its page: history and keys; returns what undoes it. */
export function connect(lab: TrainLab): () => void {
  const controller = new AbortController();
  const { signal } = controller;
  document.addEventListener("copylink", (event) => {
    (event as CustomEvent<ShareRequest>).detail.train = lab;
  }, { signal });
  addEventListener("popstate", () => lab.restore(new URLSearchParams(location.search)), { signal });
  document.addEventListener("keydown", (event) => {
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
