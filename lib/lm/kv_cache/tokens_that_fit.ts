import type { CacheModel } from "@/lib/lm/kv_cache/cache_layers.ts";
import { cacheMemory, type CacheUse } from "@/lib/lm/kv_cache/cache_memory.ts";

/** More tokens than any model reads; as many or more are called any number. */
const MOST = 2 ** 40;

/**
 * The greatest length of every sequence of a batch whose cache fits the bytes.
 *
 * @param bound Which bound of the cache is meant.
 * @returns -1 where not even a length of 0 fits (states take their room), Infinity where any length does.
 */
export function tokensThatFit(
  model: CacheModel,
  use: Omit<CacheUse, "tokens">,
  bytes: number,
  bound: "lowerBytes" | "upperBytes",
): number {
  const fits = (tokens: number) => cacheMemory(model, { ...use, tokens })[bound] <= bytes;
  if (!fits(0)) return -1;
  if (fits(MOST)) return Infinity;
  let [low, high] = [0, MOST];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (fits(middle)) low = middle;
    else high = middle;
  }
  return low;
}
