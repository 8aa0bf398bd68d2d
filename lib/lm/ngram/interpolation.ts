import { lazyFollowers, suffixEntries } from "@/lib/lm/ngram/context.ts";
import type { NgramCounts } from "@/lib/lm/ngram/counts.ts";
import type { BackoffStep, NgramDistribution } from "@/lib/lm/ngram/distribution.ts";
import type { LevelEstimate } from "@/lib/lm/ngram/estimates.ts";

/** Options of {@linkcode interpolatedNgrams}. */
export interface InterpolationOptions {
  readonly predicts: (word: number) => boolean;
  /** Brings a context into the form that the counts have: cut to order - 1 tokens. */
  readonly readContext: (context: readonly number[]) => readonly number[];
  /** |V| where unigrams are mixed with 1/|V|, null where they are counts over their total. */
  readonly uniform: number | null;
}

/** The interpolated model P(w|h) = alpha(hw) + gamma(h) P(w|h'), where h' is h without its first token. */
export function interpolatedNgrams(
  counts: NgramCounts,
  estimates: readonly LevelEstimate[],
  options: InterpolationOptions,
): NgramDistribution {
  const { predicts, readContext, uniform } = options;
  const followers = lazyFollowers(counts);

  function seen(n: number, context: number): boolean {
    return context >= 0 && estimates[n - 1]!.events.total[context]! > 0;
  }

  function unigram(word: number): number {
    const { events, alpha, gamma } = estimates[0]!;
    if (!(events.total[0]! > 0)) return uniform === null ? 0 : 1 / uniform;
    const count = events.adjusted[word] ?? 0;
    if (uniform === null) return count / events.total[0]!;
    return (count > 0 ? alpha(word) : 0) + gamma(0) / uniform;
  }

  function probability(context: readonly number[], word: number): number {
    const entries = suffixEntries(counts, readContext(context));
    let p = unigram(word);
    for (let k = 1; k < entries.length; k++) {
      if (!seen(k + 1, entries[k]!)) continue;
      const { events, alpha, gamma } = estimates[k]!;
      const entry = events.level.find(entries[k]!, word);
      p = (entry < 0 ? 0 : alpha(entry)) + gamma(entries[k]!) * p;
    }
    return p;
  }

  function distribution(context: readonly number[]): Float64Array {
    const entries = suffixEntries(counts, readContext(context));
    const p = Float64Array.from(
      { length: counts.vocabularySize },
      (_, word) => predicts(word) ? unigram(word) : 0,
    );
    for (let k = 1; k < entries.length; k++) {
      if (seen(k + 1, entries[k]!)) mix(p, estimates[k]!, entries[k]!, followers(k + 1, entries[k]!));
    }
    return p;
  }

  function backoff(context: readonly number[]): BackoffStep[] {
    const read = readContext(context);
    const entries = suffixEntries(counts, read);
    const steps = entries.map((entry, k) => ({
      order: k + 1,
      used: k === 0 || seen(k + 1, entry),
      context: read.slice(read.length - k),
      ...(seen(k + 1, entry) && (k > 0 || uniform !== null) && { passesOn: estimates[k]!.gamma(entry) }),
    })).reverse();
    return uniform === null ? steps : [...steps, { order: 0, used: true, context: [] }];
  }

  return { predicts, probability, distribution, backoff };
}

/** Puts one order on top of the distribution of the orders below it. */
function mix(p: Float64Array, estimate: LevelEstimate, context: number, entries: Uint32Array): void {
  const { events, alpha, gamma } = estimate;
  const weight = gamma(context);
  for (let word = 0; word < p.length; word++) p[word]! *= weight;
  for (const entry of entries) {
    if (events.adjusted[entry]! > 0) p[events.level.word[entry]!]! += alpha(entry);
  }
}
