/** What an answer's time goes into: computing what it shows, and writing it as HTML. */
export type PhaseName = "model" | "render";

/** A part of an answer that was measured. */
export interface Phase {
  readonly name: PhaseName;
  readonly milliseconds: number;
}
