/**
 * Work that takes turns, and a limit to how much may wait.
 *
 * @module
 */

/** A queue that was full. */
export class QueueFull extends Error {
  override readonly name = "QueueFull";
}

/** Runs one thing after another. */
export interface BoundedQueue {
  /**
   * Runs when all that was asked before has ended.
   *
   * @throws {QueueFull} At once, if as many as allowed run or wait already.
   */
  run<T>(work: () => Promise<T>): Promise<T>;
}

/** Creates a queue that holds at most `most` at a time, the running one included. */
export function createBoundedQueue(most: number): BoundedQueue {
  let held = 0;
  let last: Promise<unknown> = Promise.resolve();
  return {
    async run(work) {
      if (held >= most) throw new QueueFull(`${most} are waiting already`);
      held++;
      const turn = last.then(work);
      last = turn.catch(() => {
        // The one who asked hears of it.
      });
      try {
        return await turn;
      } finally {
        held--;
      }
    },
  };
}
