/**
 * Parts that an embed can hide, as named in `hide=`: each lab lists its own in its page's entry.
 *
 * @module
 */
import { STAGE_NAMES, STAGES } from "@/lib/lm/sampler/stages.ts";

/** A part of a lab that can be hidden. */
export interface EmbedPart {
  /** Its name in the address. */
  readonly name: string;
  /** What a teacher reads, at the start of a line. */
  readonly label: string;
  /** The mark that static/styles/embed.css knows it by. */
  readonly mark: string;
  /** Whether it is a panel of the quieter column, which goes with the last of them. */
  readonly side?: boolean;
}

/** What stands above a lab. */
export const INTRO: EmbedPart = { name: "intro", label: "Title and first sentence", mark: "intro" };
/** The field of the seed. */
export const SEED: EmbedPart = { name: "seed", label: "Seed", mark: "seed" };
/** Each stage of the sampler. */
export const STAGE_PARTS: readonly EmbedPart[] = STAGE_NAMES.map((name) => ({
  name,
  label: STAGES[name].label,
  mark: name,
}));
