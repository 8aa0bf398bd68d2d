/**
 * What a prediction was made of: which earlier tokens each head read at the last position, and what the model
 * would have said after each layer.
 *
 * @module
 */
import type { Insides, LayerGuess } from "@/lib/embedded/insides_report.ts";
import type { TokenId } from "@/lib/lm/language_model.ts";
import { softmax } from "@/lib/lm/distribution/softmax.ts";
import { topTokens } from "@/lib/lm/distribution/top_tokens.ts";
import type { ForwardObserver, Transformer } from "@/lib/transformer/forward.ts";
import type { Head } from "@/lib/transformer/silence_heads.ts";

/** What is asked of a model to be looked into. */
export interface Observed {
  readonly transformer: Transformer;
  observe(context: readonly TokenId[], observer: ForwardObserver, headsOff?: readonly Head[]): void;
}

/**
 * Runs a context afresh and keeps what it shows at its last position.
 *
 * @param top How many tokens to keep of each layer's guess.
 * @param headsOff Heads that are left out of the pass; what they read is seen all the same.
 * @throws {RangeError} If the context is empty, too long, or holds an unknown token.
 */
export function lookInside(
  model: Observed,
  context: readonly TokenId[],
  top = 3,
  headsOff: readonly Head[] = [],
): Insides {
  const { layers, heads, width } = model.transformer.config;
  const last = context.length - 1;
  const attention = Array.from({ length: layers }, () => new Array<Float32Array>(heads));
  const streams: Float32Array[] = [];
  model.observe(context, {
    attention(layer, head, position, weights) {
      if (position === last) attention[layer]![head] = weights.slice();
    },
    residual(layer, x, tokens, start) {
      const row = last - start;
      if (row < tokens) streams[layer] = x.slice(row * width, (row + 1) * width);
    },
  }, headsOff);
  return { attention, guesses: streams.map((stream) => guessOf(model.transformer.head(stream, 1), top)) };
}

function guessOf(logits: Float32Array, top: number): LayerGuess[] {
  const probabilities = softmax(logits);
  return topTokens(logits, top).map((id) => ({ id, probability: probabilities[id]! }));
}
