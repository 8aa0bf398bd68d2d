import { findNgram, type NgramCounts } from "@/lib/lm/ngram/counts.ts";
import type { NgramLevel } from "@/lib/lm/ngram/table.ts";
import { BEGIN } from "@/lib/lm/ngram/vocabulary.ts";

/**
 * The entries of a context's suffixes: `[k]` is that of its last k tokens among the n-grams of length k, or -1
 * where they never occur; `[0]` is 0, the empty context.
 */
export function suffixEntries(counts: NgramCounts, context: readonly number[]): number[] {
  return Array.from(
    { length: context.length + 1 },
    (_, k) => findNgram(counts, context.slice(context.length - k)),
  );
}

/** The last `length` tokens of a context. */
export function cutContext(context: readonly number[], length: number): readonly number[] {
  return context.length > length ? context.slice(context.length - length) : context;
}

/** Several `<s>` at the head of a context count as one. */
export function collapseBegin(context: readonly number[]): readonly number[] {
  let head = 0;
  while (context[head] === BEGIN) head++;
  return head > 1 ? context.slice(head - 1) : context;
}

/** The n-grams of one length by their context. */
interface Followers {
  /** Entries of the n-grams that follow a context. */
  entries(context: number): Uint32Array;
}

/** Sorts the n-grams of a length by context, in two passes. */
export function indexFollowers(level: NgramLevel, contexts: number): Followers {
  const starts = new Uint32Array(contexts + 1);
  for (let entry = 0; entry < level.size; entry++) starts[level.prefix[entry]! + 1]!++;
  for (let context = 0; context < contexts; context++) starts[context + 1]! += starts[context]!;
  const sorted = new Uint32Array(level.size);
  const next = starts.slice(0, contexts);
  for (let entry = 0; entry < level.size; entry++) sorted[next[level.prefix[entry]!]!++] = entry;
  return { entries: (context) => sorted.subarray(starts[context], starts[context + 1]) };
}

/** {@linkcode indexFollowers} for every length, each made when it is first asked for. */
export function lazyFollowers(counts: NgramCounts): (n: number, context: number) => Uint32Array {
  const made: (Followers | undefined)[] = [];
  return (n, context) => {
    const level = counts.levels[n - 1]!;
    const followers = made[n] ??= indexFollowers(level, n === 1 ? 1 : counts.levels[n - 2]!.size);
    return followers.entries(context);
  };
}
