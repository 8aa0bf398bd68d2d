import type { RunRecord } from "@/lib/labs/train/run_record.ts";
import type { TrainState } from "@/lib/labs/train/train_state.ts";

/** Whether a run is still the one that is shown: what was asked about it is not told once another one begins. */
export function isShown({ status, run: shown }: TrainState, run: RunRecord | null): boolean {
  return status.peek() !== "starting" && shown.peek()?.number === run?.number;
}
