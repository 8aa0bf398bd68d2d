import type { CountCorpus } from "@/lib/labs/models/count_corpus.ts";
import type { PredictorStart } from "@/lib/labs/predictor/predictor_lab.ts";
import type { ShippedModel } from "@/lib/embedded/load_embedded_model.ts";
import type { ShippedName } from "@/lib/embedded/shipped.ts";
import type { ShownGuess } from "@/lib/ui/predictor/insides_view.tsx";

/** What the server tells the predictor's island; JSON. */
export interface PredictorProps extends PredictorStart {
  /** Path of the page, where its addresses start. */
  readonly base: string;
  /** Where models come from: an absolute address, or a path of this site. */
  readonly modelHost: string;
  /** The catalog's models that the host has; null or left out for all of them. */
  readonly held?: readonly string[] | null;
  readonly corpus: CountCorpus;
  /** Whether this is a copy that the service worker kept: the answer in it is to another address. */
  readonly kept?: boolean;
  /** What the model would have said after each layer, for the text that it was sent with; empty where it was not asked. */
  readonly insides?: readonly (readonly ShownGuess[])[];
  /** Where the files of the site's own networks are. */
  readonly shipped: { readonly [Name in ShippedName]: ShippedModel<Name> };
}
