import type { TrainStart } from "@/lib/labs/train/train_state.ts";

/** What the server gives the training lab's island. */
export interface TrainProps extends TrainStart {
  /** Path of the page. */
  readonly base: string;
  /** Whether this is a copy that the service worker kept: the run in it is that of another address. */
  readonly kept?: boolean;
}
