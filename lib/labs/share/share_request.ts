/**
 * What passes between the Share dialog and the page's lab: the `copylink` event asks the lab to write what is waiting
 * to the address and to attach its experiment; a lab that exports more than its tables attaches itself.
 *
 * @module
 */
import type { PredictorLab } from "@/lib/labs/predictor/predictor_lab.ts";
import type { TrainLab } from "@/lib/labs/train/train_lab.ts";

/** The page's experiment as the dialog handles it. */
interface SharedExperiment {
  /** The whole query, however long. */
  params(): URLSearchParams;
  /** Takes the experiment of a file. */
  open(params: URLSearchParams, how: "replace"): void;
}

/** The detail of a `copylink` event. */
export interface ShareRequest {
  experiment?: SharedExperiment;
  predictor?: PredictorLab;
  train?: TrainLab;
}
