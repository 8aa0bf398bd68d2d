import type { TrainStart } from "@/lib/labs/train/train_state.ts";

/** What the server gives the training lab's island. */
export interface TrainProps extends TrainStart {
  /** Path of the page. */
  readonly base: string;
}
