import type { TokenId } from "@/lib/lm/token_id.ts";

/** A token that a layer would have predicted. */
export interface LayerGuess {
  readonly id: TokenId;
  readonly probability: number;
}

/** The insides of one prediction. */
export interface Insides {
  /** After each layer the likeliest next tokens, likeliest first: its residual stream under the model's own head (the logit lens). */
  readonly guesses: readonly (readonly LayerGuess[])[];
  /** [layer][head][position]: what the last position read of each token; a head's weights sum to 1. */
  readonly attention: readonly (readonly Float32Array[])[];
}
