import { ModelError } from "@/lib/models/model_provider.ts";

/** A passing failure: another attempt may succeed. */
export class Transient extends Error {
  /** @param retryAfter Milliseconds after which the host wants to be asked again; null where it does not say. */
  constructor(message: string, readonly retryAfter: number | null = null, options?: ErrorOptions) {
    super(message, options);
  }
}

/**
 * What rejects in `answer` is the network's doing, whatever its type: browsers use a TypeError for it, as for faults
 * of a program.
 *
 * @throws {Transient} In place of the network's error.
 */
export async function byNetwork<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof Transient || error instanceof ModelError) throw error;
    throw new Transient(error instanceof Error ? error.message : String(error), null, { cause: error });
  }
}
