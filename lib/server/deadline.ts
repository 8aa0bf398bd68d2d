/** What has not settled yet. */
interface Waiting {
  /** Milliseconds on the clock of `performance.now()`. */
  readonly due: number;
  readonly reject: (reason: Error) => void;
}

/** Gives back what a piece of work gives, or rejects where that takes too long. */
export type Deadline = <T>(work: Promise<T>) => Promise<T>;

/**
 * Gives up work that takes too long. All that wait share one timer: a timer for each would cost a small answer a tenth
 * of its time.
 *
 * @param limit Milliseconds for each piece of work.
 * @param late Makes the error that late work rejects with.
 */
export function createDeadline(limit: number, late: () => Error): Deadline {
  // In the order in which they are due, since all have the same time.
  const waiting = new Set<Waiting>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  function giveUp(): void {
    timer = undefined;
    const now = performance.now();
    for (const each of waiting) {
      if (each.due > now) {
        timer = setTimeout(giveUp, each.due - now);
        return;
      }
      waiting.delete(each);
      each.reject(late());
    }
  }

  function settle(each: Waiting): void {
    waiting.delete(each);
    if (waiting.size > 0) return;
    clearTimeout(timer);
    timer = undefined;
  }

  return (work) =>
    new Promise((resolve, reject) => {
      const each = { due: performance.now() + limit, reject };
      waiting.add(each);
      timer ??= setTimeout(giveUp, limit);
      work.then((value) => (settle(each), resolve(value)), (error) => (settle(each), reject(error)));
    });
}
