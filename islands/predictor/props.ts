import type { CountCorpus } from "@/lib/labs/predictor/count_corpus.ts";
import type { PredictorStart } from "@/lib/labs/predictor/predictor_lab.ts";

/** What the server tells the predictor's island; JSON. */
export interface PredictorProps extends PredictorStart {
  /** Path of the page, where its addresses start. */
  readonly base: string;
  /** Where models come from: an absolute address, or a path of this site. */
  readonly modelHost: string;
  readonly corpus: CountCorpus;
}
