/**
 * What passes between the Share dialog and the page's lab: the `copylink` event asks the lab to write what is waiting
 * to the address, and a lab with more to take away than its tables hangs itself on it.
 *
 * @module
 */
import type { PredictorLab } from "@/lib/labs/predictor/predictor_lab.ts";
import type { TrainLab } from "@/lib/labs/train/train_lab.ts";

/** The detail of a `copylink` event. */
export interface ShareRequest {
  predictor?: PredictorLab;
  train?: TrainLab;
}
