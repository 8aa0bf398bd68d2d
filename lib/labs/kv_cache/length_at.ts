import type { CacheQuestion } from "@/lib/lm/kv_cache/cache_report.ts";
import { GIB } from "@/lib/lm/kv_cache/cache_memory.ts";
import { tokensThatFit } from "@/lib/lm/kv_cache/tokens_that_fit.ts";

/** The greatest length that a drag reaches where any length fits. */
const LONGEST = 2 ** 24;

/**
 * The length of each sequence at which weights and cache end at a place of the card: what a drag of the cache's end
 * asks for. Rounded down to what a step of the drag can tell apart.
 *
 * @param gib The place, in GiB from the start of the weights.
 * @param stepGib One step of the drag.
 */
export function lengthAt({ model, use, weightBytes }: CacheQuestion, gib: number, stepGib: number): number {
  const lengthOf = (end: number) =>
    Math.min(tokensThatFit(model, use, end * GIB - (weightBytes ?? 0), "lowerBytes"), LONGEST);
  const exact = lengthOf(gib);
  if (exact <= 0) return 0;
  const grain = 2 ** Math.max(0, Math.floor(Math.log2(Math.max(1, lengthOf(gib + stepGib) - exact))));
  return Math.round(exact / grain) * grain;
}
