import type { PaceClock } from "@/lib/labs/address_pace.ts";
import type { HistoryState } from "@/lib/labs/experiment/history_state.ts";

/** The entries of the browser's history. */
export interface HistoryPort {
  replace(address: string, state: HistoryState): void;
  push(address: string, state: HistoryState): void;
  back(): void;
}

/** What an experiment needs of its page. */
export interface ExperimentPorts {
  readonly history: HistoryPort;
  readonly clock: PaceClock;
}
