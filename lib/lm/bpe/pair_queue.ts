import { createHeap, type Heap } from "@/lib/lm/bpe/heap.ts";
import type { PairUse } from "@/lib/lm/bpe/pair_table.ts";

/** Which of two equally frequent pairs is learned: the one whose count changed earlier, or that of the lower ids. */
export type TieRule = "earliest" | "lowest";

/** A pair as it was queued. */
interface Queued {
  readonly use: PairUse;
  readonly count: number;
  readonly changed: number;
}

/** A pair that occurs once teaches nothing. */
const FEWEST = 2;

/**
 * Pairs, the most frequent first. Only a count that grew has to be queued again: one that fell, or changed later, is
 * found out of date when it comes first.
 */
export class PairQueue {
  readonly #heap: Heap<Queued>;

  constructor(tie: TieRule) {
    const isFirst = tie === "lowest"
      ? (a: Queued, b: Queued) => a.use.number < b.use.number
      : (a: Queued, b: Queued) => a.changed < b.changed;
    this.#heap = createHeap((a, b) => a.count === b.count ? isFirst(a, b) : a.count > b.count);
  }

  /** Queues a pair with its present count. */
  push(use: PairUse): void {
    const { count, changed } = use;
    use.queuedCount = count;
    use.queuedChange = changed;
    if (count >= FEWEST) this.#heap.push({ use, count, changed });
  }

  /** Takes the most frequent pair, or gives null where none occurs twice. */
  take(): PairUse | null {
    for (let queued = this.#heap.pop(); queued !== undefined; queued = this.#heap.pop()) {
      const { use, count, changed } = queued;
      if (use.queuedCount !== count || use.queuedChange !== changed) continue;
      if (use.count === count && use.changed === changed) return use;
      this.push(use);
    }
    return null;
  }
}
