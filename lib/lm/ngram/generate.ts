import { choice } from "@/lib/lm/sampler/choice.ts";
import type { NgramModel } from "@/lib/lm/ngram/model.ts";
import { defaultRng } from "@/lib/lm/sampler/pcg64.ts";
import { BEGIN, END } from "@/lib/lm/ngram/vocabulary.ts";

/** What {@linkcode generateNgrams} is asked. */
interface NgramGenerateOptions {
  /** Ids to go on from, without marks. Default none: a whole sentence. */
  readonly start?: readonly number[];
  /** NumPy's `default_rng(seed)`; token i is drawn with its draw i. */
  readonly seed: number;
  /** The most tokens to draw. */
  readonly maxTokens: number;
}

/** What was drawn, and why it ended. */
interface NgramGeneration {
  /** The ids drawn, `</s>` included where it was drawn. */
  readonly tokens: readonly number[];
  /** `end`: `</s>` was drawn; `limit`: enough tokens; `dead_end`: no token may follow (counts without smoothing). */
  readonly stoppedBy: "end" | "limit" | "dead_end";
}

/**
 * Draws tokens one at a time from the model's distribution. Scores (stupid backoff) are divided by their
 * sum; `<s>` is never drawn.
 */
export function generateNgrams(model: NgramModel, options: NgramGenerateOptions): NgramGeneration {
  const { start = [], seed, maxTokens } = options;
  const marks = model.counts.padding.begin;
  const context: number[] = [...Array<number>(marks).fill(BEGIN), ...start];
  const rng = defaultRng(seed);
  const tokens: number[] = [];
  while (tokens.length < maxTokens) {
    const weights = model.distribution(context);
    weights[BEGIN] = 0;
    const mass = weights.reduce((total, weight) => total + weight, 0);
    if (!(mass > 0)) return { tokens, stoppedBy: "dead_end" };
    const token = choice(weights.map((weight) => weight / mass), rng.random());
    tokens.push(token);
    context.push(token);
    if (context.length > model.settings.order) context.shift();
    if (token === END) return { tokens, stoppedBy: "end" };
  }
  return { tokens, stoppedBy: "limit" };
}
