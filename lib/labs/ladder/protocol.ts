/**
 * What /ladder asks its worker.
 *
 * @module
 */
import type { LadderResult } from "@/lib/labs/ladder/climb.ts";
import type { ModelSources } from "@/lib/labs/score/protocol.ts";

/** Where the rungs are. */
export interface LadderSources {
  readonly shipped: Pick<ModelSources["shipped"], "parcel-gpt" | "parcel-gru">;
  /** Address of the corpus that the rungs of counts are counted in. */
  readonly world: string;
  /** Address of the neural n-gram. */
  readonly network: string;
}

/** A text, and where what is put to it is. */
export interface LadderQuestion {
  readonly text: string;
  readonly sources: LadderSources;
}

/** The site's own rungs of a text. */
export type OwnRungs = Pick<LadderResult, "text" | "rungs" | "pairs">;
