import { findNgram, type NgramCounts } from "@/lib/lm/ngram/counts.ts";
import { lazyFollowers, suffixEntries } from "@/lib/lm/ngram/context.ts";
import type { BackoffStep, NgramDistribution } from "@/lib/lm/ngram/distribution.ts";
import type { NgramEvents } from "@/lib/lm/ngram/events.ts";

/** What {@linkcode addKNgrams} and {@linkcode stupidBackoffNgrams} need besides counts. */
interface RelativeFrequencyOptions {
  readonly predicts: (word: number) => boolean;
  /** Brings a context into the form that the counts have. One that stays too long was never seen. */
  readonly readContext: (context: readonly number[]) => readonly number[];
}

/**
 * (c(hw) + k) / (c(h) + k |V|) at the longest order only; k = 0 is the plain count over its total, which is 0 for
 * every token after a context that was never seen.
 */
export function addKNgrams(
  counts: NgramCounts,
  events: readonly NgramEvents[],
  options: RelativeFrequencyOptions & { readonly k: number; readonly vocabularySize: number },
): NgramDistribution {
  const { predicts, readContext, k, vocabularySize } = options;
  const followers = lazyFollowers(counts);

  function share(count: number, total: number): number {
    const denominator = total + k * vocabularySize;
    return denominator > 0 ? (count + k) / denominator : 0;
  }

  function probability(context: readonly number[], word: number): number {
    const read = readContext(context);
    const entry = contextEntry(counts, read);
    if (entry < 0) return share(0, 0);
    const { level, adjusted, total } = events[read.length]!;
    const found = level.find(entry, word);
    return share(found < 0 ? 0 : adjusted[found]!, total[entry]!);
  }

  function distribution(context: readonly number[]): Float64Array {
    const read = readContext(context);
    const entry = contextEntry(counts, read);
    const total = entry < 0 ? 0 : events[read.length]!.total[entry]!;
    const unseen = share(0, total);
    const p = Float64Array.from(
      { length: counts.vocabularySize },
      (_, word) => predicts(word) ? unseen : 0,
    );
    if (entry < 0) return p;
    const { level, adjusted } = events[read.length]!;
    for (const found of followers(read.length + 1, entry)) {
      if (adjusted[found]! > 0) p[level.word[found]!] = share(adjusted[found]!, total);
    }
    return p;
  }

  function backoff(context: readonly number[]): BackoffStep[] {
    const read = readContext(context);
    const entry = contextEntry(counts, read);
    const used = entry >= 0 && events[read.length]!.total[entry]! > 0;
    return [{ order: read.length + 1, used, context: read }];
  }

  return { predicts, probability, distribution, backoff };
}

/** The entry of a whole context, or -1 where it never occurs or is too long for the counts. */
function contextEntry(counts: NgramCounts, context: readonly number[]): number {
  return context.length < counts.order ? findNgram(counts, context) : -1;
}

/**
 * Stupid backoff: c(hw) / c(h) where hw was seen, else `alpha` times the score after the shorter context. Scores,
 * not probabilities: they do not sum to 1.
 */
export function stupidBackoffNgrams(
  counts: NgramCounts,
  events: readonly NgramEvents[],
  options: RelativeFrequencyOptions & { readonly alpha: number },
): NgramDistribution {
  const { predicts, readContext, alpha } = options;
  const followers = lazyFollowers(counts);

  function probability(context: readonly number[], word: number): number {
    const entries = suffixEntries(counts, readContext(context));
    let factor = 1;
    for (let k = entries.length - 1; k >= 0; k--) {
      const { level, adjusted, total } = events[k]!;
      const found = entries[k]! < 0 ? -1 : level.find(entries[k]!, word);
      if (found >= 0 && adjusted[found]! > 0) return factor * adjusted[found]! / total[entries[k]!]!;
      factor *= alpha;
    }
    return 0;
  }

  function distribution(context: readonly number[]): Float64Array {
    const entries = suffixEntries(counts, readContext(context));
    const p = new Float64Array(counts.vocabularySize);
    entries.forEach((entry, k) => {
      if (k > 0) p.forEach((score, word) => p[word] = alpha * score);
      if (entry < 0) return;
      const { level, adjusted, total } = events[k]!;
      for (const found of followers(k + 1, entry)) {
        if (adjusted[found]! > 0) p[level.word[found]!] = adjusted[found]! / total[entry]!;
      }
    });
    return p;
  }

  function backoff(context: readonly number[]): BackoffStep[] {
    const read = readContext(context);
    return suffixEntries(counts, read).map((entry, k) => ({
      order: k + 1,
      used: entry >= 0 && events[k]!.total[entry]! > 0,
      context: read.slice(read.length - k),
      ...(k > 0 && { passesOn: alpha }),
    })).reverse();
  }

  return { predicts, probability, distribution, backoff };
}
