import { leaveEntry, takeLastWrite, writeLast } from "./last_write.ts";
import type { Place } from "@/lib/labs/experiment/experiment.ts";
import type { ShareRequest } from "@/lib/labs/share/share_request.ts";

/** An experiment as its page handles it. */
interface PageExperiment {
  readonly base: string;
  params(): URLSearchParams;
  flush(): void;
  restore(place: Place, isShown?: boolean): void;
  /** Takes the experiment of a file. */
  open(params: URLSearchParams, how: "replace"): void;
}

/**
 * Ties an experiment to its page until `signal` aborts: Back and Forward, leaving, and the Share dialog, which asks for
 * it. Returns the entry that the page was opened with.
 */
export function connectExperiment(experiment: PageExperiment, signal: AbortSignal): Place {
  // A stored experiment's own address stays in the history: it means the experiment that it was opened with.
  const opened = experiment.params();
  const placeOf = (state: unknown): Place => {
    const isOwn = location.pathname === experiment.base;
    return { params: isOwn ? new URLSearchParams(location.search) : opened, state, isOwn };
  };
  addEventListener("popstate", ({ state }) => {
    leaveEntry();
    experiment.restore(placeOf(state));
  }, { signal });
  addEventListener("pagehide", () => writeLast(experiment.flush), { signal });
  document.addEventListener("copylink", (event) => {
    experiment.flush();
    (event as CustomEvent<ShareRequest>).detail.experiment = experiment;
  }, { signal });
  takeLastWrite();
  return placeOf(history.state);
}
