/**
 * Moves labels along one direction as little as possible so that none covers another: the least sum of squared
 * moves, by merging labels that touch into blocks (pool adjacent violators).
 *
 * @param wanted Where each label's middle should be, in any order.
 * @param gap Least distance between two middles.
 * @param min Least middle.
 * @param max Greatest middle; where there is no room for all, the gap is made smaller.
 * @returns Middles in the order of `wanted`.
 */
export function placeLabels(wanted: readonly number[], gap: number, min: number, max: number): number[] {
  const room = wanted.length > 1 ? (max - min) / (wanted.length - 1) : gap;
  const step = Math.min(gap, Math.max(room, 0));
  const order = wanted.map((_, index) => index).sort((a, b) => wanted[a]! - wanted[b]! || a - b);
  const blocks: { sum: number; count: number }[] = [];
  order.forEach((index, rank) => {
    blocks.push({ sum: wanted[index]! - rank * step, count: 1 });
    while (blocks.length > 1 && meanOf(blocks.at(-2)!) > meanOf(blocks.at(-1)!)) {
      const { sum, count } = blocks.pop()!;
      blocks.at(-1)!.sum += sum;
      blocks.at(-1)!.count += count;
    }
  });
  const last = max - (wanted.length - 1) * step;
  const placed = new Array<number>(wanted.length);
  const starts = blocks.flatMap((block) => Array<number>(block.count).fill(meanOf(block)));
  order.forEach((index, rank) => {
    placed[index] = Math.min(Math.max(starts[rank]!, min), last) + rank * step;
  });
  return placed;
}

function meanOf({ sum, count }: { readonly sum: number; readonly count: number }): number {
  return sum / count;
}
