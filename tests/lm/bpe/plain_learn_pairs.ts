/** Learns pairs as the first version did, by counting whole words again: slow, and plain enough to be believed. */

const RADIX = 2 ** 26;

interface Word {
  ids: number[];
  readonly count: number;
}

type TakePair = (counts: ReadonlyMap<number, number>, order: ReadonlyMap<number, number>) => number | null;

/** Most frequent; of equals the one whose count changed first. */
export const takeEarliest: TakePair = (counts, order) =>
  takeBest(counts, (a, b) => order.get(a)! < order.get(b)!);

/** Most frequent; of equals the one with the lower ids. */
export const takeLowest: TakePair = (counts) => takeBest(counts, (a, b) => a < b);

function takeBest(
  counts: ReadonlyMap<number, number>,
  isFirst: (a: number, b: number) => boolean,
): number | null {
  let best: number | null = null;
  for (const [pair, count] of counts) {
    const most = best === null ? 1 : counts.get(best)!;
    if (count > most || (best !== null && count === most && isFirst(pair, best))) best = pair;
  }
  return best;
}

/** Every pair that is learned, in order, with the token that it becomes. */
export function plainLearnPairs(
  words: readonly Word[],
  take: TakePair,
  join: (left: number, right: number) => number | null,
): [left: number, right: number, joined: number][] {
  const counts = new Map<number, number>(), order = new Map<number, number>();
  const seen = new Map<number, Set<number>>();
  let clock = 0;
  const change = (index: number, sign: number) => {
    const { ids, count } = words[index]!;
    for (let i = 1; i < ids.length; i++) {
      const pair = ids[i - 1]! * RADIX + ids[i]!;
      counts.set(pair, (counts.get(pair) ?? 0) + sign * count);
      order.set(pair, clock++);
      if (sign > 0) seen.set(pair, (seen.get(pair) ?? new Set()).add(index));
    }
  };
  words.forEach((_, index) => change(index, 1));
  const learned: [number, number, number][] = [];
  for (let pair = take(counts, order); pair !== null; pair = take(counts, order)) {
    const left = Math.floor(pair / RADIX), right = pair % RADIX;
    const joined = join(left, right);
    if (joined === null) break;
    learned.push([left, right, joined]);
    const places = [...seen.get(pair)!];
    seen.delete(pair);
    for (const index of places) {
      change(index, -1);
      words[index]!.ids = joinAll(words[index]!.ids, left, right, joined);
      change(index, 1);
    }
  }
  return learned;
}

function joinAll(ids: readonly number[], left: number, right: number, joined: number): number[] {
  const result: number[] = [];
  for (let i = 0; i < ids.length; i++) {
    const isPair = ids[i] === left && ids[i + 1] === right;
    result.push(isPair ? joined : ids[i]!);
    if (isPair) i++;
  }
  return result;
}
