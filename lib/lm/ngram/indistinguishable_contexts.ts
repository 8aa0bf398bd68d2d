import { ngramTokens } from "@/lib/lm/ngram/counts.ts";
import { indexFollowers } from "@/lib/lm/ngram/context.ts";
import type { NgramModel } from "@/lib/lm/ngram/model.ts";
import type { NgramEvents } from "@/lib/lm/ngram/events.ts";

/** Two contexts that end in the same token, so a bigram gives both the same distribution; a trigram does not. */
interface IndistinguishableContexts {
  /** The shared last token: all that a bigram sees. */
  readonly last: number;
  /** The two contexts of two tokens. */
  readonly contexts: readonly [readonly number[], readonly number[]];
  /** Total variation distance between the trigram counts' distributions after the two, 0 to 1. */
  readonly distance: number;
}

/** How many contexts are compared for each last token: the most frequent ones. */
const CANDIDATES = 24;

/**
 * Finds the pairs of contexts that differ most, weighed by how often the rarer of the two occurs
 * (distance times the square root of its count), at most one pair for each last token.
 *
 * @throws {RangeError} If the model has no trigrams.
 */
export function indistinguishableContexts(model: NgramModel, limit: number): IndistinguishableContexts[] {
  const events = model.events[2];
  if (!events) throw new RangeError("A trigram needs an order of 3 or more");
  const contexts = model.counts.levels[1]!;
  const followers = indexFollowers(events.level, contexts.size);
  const shares = (context: number) => nextTokens(events, followers.entries(context), context);
  const found: (IndistinguishableContexts & { weight: number })[] = [];
  for (const [last, group] of byLastToken(model)) {
    const best = bestPair(group, events.total, shares);
    if (!best) continue;
    const [a, b, distance, weight] = best;
    const pair = [ngramTokens(model.counts, 2, a), ngramTokens(model.counts, 2, b)] as const;
    found.push({ last, contexts: pair, distance, weight });
  }
  found.sort((a, b) => b.weight - a.weight || a.last - b.last);
  return found.slice(0, limit).map(({ last, contexts, distance }) => ({ last, contexts, distance }));
}

/** The most frequent contexts of two tokens, by their last token. */
function byLastToken(model: NgramModel): Map<number, number[]> {
  const { total } = model.events[2]!;
  const contexts = model.counts.levels[1]!;
  const groups = new Map<number, number[]>();
  for (let context = 0; context < contexts.size; context++) {
    if (!(total[context]! > 0)) continue;
    const group = groups.get(contexts.word[context]!);
    if (group) group.push(context);
    else groups.set(contexts.word[context]!, [context]);
  }
  for (const [last, group] of groups) {
    groups.set(last, group.sort((a, b) => total[b]! - total[a]! || a - b).slice(0, CANDIDATES));
  }
  return groups;
}

type Shares = ReadonlyMap<number, number>;

function bestPair(
  group: readonly number[],
  total: Float64Array,
  shares: (context: number) => Shares,
): [a: number, b: number, distance: number, weight: number] | null {
  let best: [number, number, number, number] | null = null;
  const known = group.map(shares);
  for (let i = 0; i < group.length; i++) {
    for (let j = i + 1; j < group.length; j++) {
      const distance = totalVariation(known[i]!, known[j]!);
      const weight = distance * Math.sqrt(total[group[j]!]!);
      if (weight > (best?.[3] ?? 0)) best = [group[i]!, group[j]!, distance, weight];
    }
  }
  return best;
}

function nextTokens({ level, adjusted, total }: NgramEvents, entries: Uint32Array, context: number): Shares {
  return new Map(Array.from(entries, (entry) => [level.word[entry]!, adjusted[entry]! / total[context]!]));
}

/** Half the sum of the absolute differences. */
function totalVariation(p: Shares, q: Shares): number {
  let overlap = 0;
  for (const [token, share] of p) overlap += Math.min(share, q.get(token) ?? 0);
  return 1 - overlap;
}
