import type { Checkpoint } from "@/lib/training/run/training_run.ts";

/** Bytes that the checkpoints of a run may take together. */
const BUDGET = 96_000_000;
const MOST = 61;

/** The checkpoints of a run, evenly spread: where there is no room for more, every other one goes. */
export class CheckpointShelf {
  readonly #most: number;
  #interval: number;
  #kept: Checkpoint[] = [];

  /**
   * @param steps Steps that the run is to make.
   * @param bytes Size of one checkpoint.
   */
  constructor(steps: number, bytes: number) {
    this.#most = Math.max(3, Math.min(MOST, Math.floor(BUDGET / Math.max(1, bytes))));
    this.#interval = Math.max(1, Math.ceil(steps / (this.#most - 1)));
  }

  /** Steps that can be gone back to, ascending. */
  get steps(): readonly number[] {
    return this.#kept.map(({ step }) => step);
  }

  /** Whether a checkpoint is due at this step. */
  isDue(step: number): boolean {
    return step % this.#interval === 0 && !this.#kept.some((kept) => kept.step === step);
  }

  add(checkpoint: Checkpoint): void {
    this.#kept = [...this.#kept, checkpoint].sort((a, b) => a.step - b.step);
    if (this.#kept.length <= this.#most) return;
    this.#interval *= 2;
    this.#kept = this.#kept.filter(({ step }) => step % this.#interval === 0);
  }

  /** The last checkpoint at or before a step; step 0 is always there. */
  before(step: number): Checkpoint | null {
    return this.#kept.findLast((kept) => kept.step <= step) ?? null;
  }
}
