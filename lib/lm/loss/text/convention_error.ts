/** The parts of a convention that can be wrong for a model, by the names of their fields. */
export type ConventionField = "window" | "stride" | "bos";

/** A convention that does not fit its model, and which part of it. */
export class ConventionError extends RangeError {
  override readonly name = "ConventionError";
  constructor(readonly field: ConventionField, message: string) {
    super(message);
  }
}
