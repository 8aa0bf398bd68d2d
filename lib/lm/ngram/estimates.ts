import type { Discounts } from "@/lib/lm/ngram/discounts.ts";
import type { NgramEvents } from "@/lib/lm/ngram/events.ts";

/** One order's part in an interpolated distribution: P(w|h) = alpha(hw) + gamma(h) P(w|h'). */
export interface LevelEstimate {
  readonly events: NgramEvents;
  /** The order's own share for an n-gram hw, by entry; its context must have been seen. */
  alpha(entry: number): number;
  /** The weight of the order below after a context, by entry; the context must have been seen. */
  gamma(context: number): number;
}

/** Jelinek-Mercer: lambda for an order, 1 - lambda for the one below. */
export function jelinekMercer(events: NgramEvents, lambda: number): LevelEstimate {
  const { level, adjusted, total } = events;
  return {
    events,
    alpha: (entry) => lambda * adjusted[entry]! / total[level.prefix[entry]!]!,
    gamma: () => 1 - lambda,
  };
}

/** Witten-Bell: the order below weighs T / (T + N), with T distinct tokens seen in N occurrences. */
export function wittenBell(events: NgramEvents): LevelEstimate {
  const { level, adjusted, total, types } = events;
  const gamma = (context: number) => types[context]! / (types[context]! + total[context]!);
  return {
    events,
    alpha: (entry) => {
      const context = level.prefix[entry]!;
      return (1 - gamma(context)) * adjusted[entry]! / total[context]!;
    },
    gamma,
  };
}

/**
 * Discounting: every count gives up D1, D2 or D3, and what a context's counts gave up goes to the order below.
 * With raw counts absolute discounting, with continuation counts Kneser-Ney.
 *
 * @param types Distinct tokens that count for `gamma`, where they differ from those of the events (NLTK).
 */
export function discounted(events: NgramEvents, discounts: Discounts, types?: Uint32Array): LevelEstimate {
  const { level, adjusted, total } = events;
  const freed = types ? Float64Array.from(types, (n) => n * discounts[0]) : freedMass(events, discounts);
  return {
    events,
    alpha: (entry) => {
      const count = adjusted[entry]!;
      if (count === 0) return 0;
      return Math.max(count - discounts[Math.min(count, 3) - 1]!, 0) / total[level.prefix[entry]!]!;
    },
    gamma: (context) => freed[context]! / total[context]!,
  };
}

/** For each context the sum of what its counts gave up. */
function freedMass({ level, adjusted, total }: NgramEvents, discounts: Discounts): Float64Array {
  const freed = new Float64Array(total.length);
  for (let entry = 0; entry < level.size; entry++) {
    const count = adjusted[entry]!;
    if (count > 0) freed[level.prefix[entry]!]! += discounts[Math.min(count, 3) - 1]!;
  }
  return freed;
}

/** One and the same discount for every count. */
export function oneDiscount(discount: number): Discounts {
  return [discount, discount, discount];
}
