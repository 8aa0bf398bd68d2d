import type { EmbeddedName } from "@/lib/experiment/fields/predictor_query.ts";
import { computesElsewhere } from "@/lib/server/models/shipped_models.ts";

/** Milliseconds for each token of a pass, computed on the thread that asks. */
const EACH_TOKEN: Readonly<Record<EmbeddedName, number>> = {
  "parcel-gpt": 1.2,
  "parcel-gru": 1.2,
  // Each row is a pass of its own over all tokens.
  "parcel-bert": 8,
  counts: 0.5,
};

/** Milliseconds for each row that a model's own thread computed: its softmax, rank and entropy. */
const EACH_ROW = 0.1;

/** Such rows come in blocks, with time for others between. */
const ROWS_AT_ONCE = 128;

/** Characters of a token, few. */
const CHARACTERS = 3;

/** Tokens of a text, more or less. */
export function likelyTokens(text: string): number {
  return text.length / CHARACTERS;
}

/** Milliseconds that a pass over some tokens holds this thread. */
export function readingCost(name: EmbeddedName, tokens: number): number {
  return 1 +
    (computesElsewhere(name) ? Math.min(tokens, ROWS_AT_ONCE) * EACH_ROW : tokens * EACH_TOKEN[name]);
}
