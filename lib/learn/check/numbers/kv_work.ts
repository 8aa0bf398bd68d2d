import { wholeFrom } from "@/lib/learn/check/draws.ts";
import { figure } from "@/lib/learn/check/figures.ts";
import { openLink } from "@/lib/learn/check/open_link.ts";
import type { QuestionType } from "@/lib/learn/check/question.ts";
import { recomputation } from "@/lib/lm/kv_cache/recomputation.ts";

/** Positions that pass through the layers with a cache and without. */
export const kvWork: QuestionType = {
  name: "kv-work",
  aim: "cache",
  draft(random) {
    const prompt = wholeFrom(random, 20, 90);
    const made = wholeFrom(random, 5, 20);
    const { cachedPositions, recomputedPositions } = recomputation(prompt, made);
    const choice = (cached: number, again: number, why: string) => ({
      text: `with: ${figure(cached)}, without: ${figure(again)}`,
      why,
    });
    return {
      prompt:
        `A prompt of ${prompt} tokens, then ${made} tokens are generated. How many token positions pass ` +
        "through the layers with a KV cache, and how many without one?",
      right: choice(
        cachedPositions,
        recomputedPositions,
        "With the cache each token passes once (the last one is never read). Without it each step reads all before it again.",
      ),
      wrong: [
        choice(
          recomputedPositions,
          cachedPositions,
          "Exchanged: the cache is what saves the repeated reading.",
        ),
        choice(
          made,
          recomputedPositions,
          "The prompt has to pass once too; the cache cannot know it before.",
        ),
        choice(
          cachedPositions,
          prompt * made,
          "Each step also reads the tokens generated before it, not the prompt alone.",
        ),
        choice(
          cachedPositions,
          cachedPositions,
          "Without a cache every step starts from the first token again.",
        ),
        choice(
          recomputedPositions,
          recomputedPositions,
          "Keeping keys and values is what spares the passes: with it each token passes once.",
        ),
      ],
      open: openLink.cache({ batch: 1, tokens: prompt + made, generated: made }),
    };
  },
};
