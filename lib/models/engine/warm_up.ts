/**
 * The first passes of a loaded model: they compile what is compiled on first use, measure the decoding speed,
 * and show whether the model answers at all.
 *
 * @module
 */
import type { TokenId } from "@/lib/lm/language_model.ts";
import type { Decoder } from "@/lib/models/engine/decoder.ts";
import { ModelError } from "@/lib/models/model_provider.ts";
import { rowsAreEqual } from "@/lib/models/engine/reference_check.ts";

/** What the warm-up found. */
export interface WarmUp {
  /** Decoding speed, one token at a time behind the prompt. */
  readonly tokensPerSecond: number;
  /** Logits after the prompt. */
  readonly lastRow: Float32Array;
}

/** A prompt to warm up with where there is no reference. */
export const WARM_UP_TEXT = "The package left the warehouse on Monday.";

/** Decoding is measured until this many tokens or milliseconds. */
const MEASURED_TOKENS = 6;
const MEASURED_MILLISECONDS = 400;

/**
 * Runs a prompt, then one token at a time. The first single token is not measured, unless it alone is slower
 * than the whole measurement may take.
 *
 * @param prompt At least two different tokens.
 * @throws {ModelError} `not_finite`, also where the model answers the same whatever it reads.
 */
export async function warmUp(
  decoder: Decoder,
  prompt: readonly TokenId[],
  signal: AbortSignal,
): Promise<WarmUp> {
  const rows: Float32Array[] = [];
  const visit = (row: Float32Array) => rows.push(row.slice());
  await decoder.pass(prompt, { firstRow: 0, cache: true, signal, visit });
  const [firstRow, lastRow] = [rows[0]!, rows.at(-1)!];
  if (rowsAreEqual(firstRow, lastRow)) {
    throw new ModelError("not_finite", "The model answers the same whatever it reads: try another device");
  }
  return { tokensPerSecond: await measureDecoding(decoder, prompt, signal), lastRow };
}

async function measureDecoding(
  decoder: Decoder,
  prompt: readonly TokenId[],
  signal: AbortSignal,
): Promise<number> {
  const tokens = [...prompt];
  const step = async () => {
    tokens.push(prompt[tokens.length % prompt.length]!);
    const options = { firstRow: tokens.length - 1, cache: true, signal, visit: () => {} };
    return (await decoder.pass(tokens, options)).milliseconds;
  };
  const first = await step();
  if (first > MEASURED_MILLISECONDS) return 1000 / first;
  let milliseconds = 0;
  let count = 0;
  while (count < MEASURED_TOKENS && milliseconds < MEASURED_MILLISECONDS) {
    milliseconds += await step();
    count++;
  }
  return 1000 * count / milliseconds;
}
