/** Why a run could not start or go on. */
export const TRAINING_ERROR_CODES = [
  "no_text",
  "one_token",
  "context_too_long",
  "sizes",
  "memory",
  "rate",
  "download",
  "engine",
  "device_lost",
  "worker_lost",
  "internal",
] as const;

/** One of {@linkcode TRAINING_ERROR_CODES}. */
export type TrainingErrorCode = typeof TRAINING_ERROR_CODES[number];

/** A failure of the training lab, with a message for people that says what to do. */
export class TrainingError extends Error {
  override readonly name = "TrainingError";
  constructor(readonly code: TrainingErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
  }
}
