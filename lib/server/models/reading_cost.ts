import type { EmbeddedName } from "@/lib/experiment/fields/predictor_query.ts";
import { type Convention, DEFAULT_WINDOW } from "@/lib/lm/loss/text/convention.ts";
import { computesElsewhere } from "@/lib/server/models/shipped_models.ts";

/** Milliseconds for each token of a pass, computed on the thread that asks. */
const EACH_TOKEN: Readonly<Record<EmbeddedName, number>> = {
  "parcel-gpt": 1.2,
  "parcel-gru": 1.2,
  // Each row is a pass of its own over all tokens.
  "parcel-bert": 8,
  counts: 0.5,
};

/** Milliseconds for each token of a pass on a model's own thread, which has its kernel. */
const EACH_THERE: Readonly<Record<EmbeddedName, number>> = {
  "parcel-gpt": 0.5,
  "parcel-gru": 0.8,
  "parcel-bert": 8,
  counts: 0,
};

/** Milliseconds for each row that a model's own thread computed and scored: to write it down. */
const EACH_ROW = 0.02;

/** Characters of a token, few. */
const CHARACTERS = 3;

/** Tokens of a text, more or less. */
export function likelyTokens(text: string): number {
  return text.length / CHARACTERS;
}

/** Milliseconds that a pass over some tokens holds this thread. */
export function readingCost(name: EmbeddedName, tokens: number): number {
  return computesElsewhere(name) ? 1 + tokens * EACH_ROW : ownReadingCost(name, tokens);
}

/** Milliseconds for a pass on a thread that computes it itself, as the site's threads do. */
export function ownReadingCost(name: EmbeddedName, tokens: number): number {
  return 1 + tokens * EACH_TOKEN[name];
}

/** How a text is cut into passes, as far as it is asked for. */
interface AskedPasses {
  readonly convention: Convention;
  readonly window: number | null;
  readonly stride: number | null;
}

/** Tokens of all passes over a text of `tokens` tokens: windows that move by less than they hold read most tokens again. */
export function tokensOfPasses(tokens: number, { convention, window, stride }: AskedPasses): number {
  // Each further window of this convention reads one token before it, and the last reaches back.
  if (convention !== "hf") return 2 * tokens;
  const held = window ?? DEFAULT_WINDOW;
  if (tokens <= held) return tokens;
  const step = Math.max(1, stride ?? Math.floor(held / 2));
  return (Math.ceil((tokens - held) / step) + 1) * held;
}

/** Milliseconds that passes take a model's own thread; 0 where it has none. */
export function passesCost(name: EmbeddedName, tokens: number): number {
  return computesElsewhere(name) ? tokens * EACH_THERE[name] : 0;
}
