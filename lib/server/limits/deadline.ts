/** What has not settled yet. */
interface Waiting {
  /** Milliseconds since 1970. */
  readonly due: number;
  readonly reject: (reason: Error) => void;
}

/** Gives back what a piece of work gives, or rejects where that takes too long. */
type Deadline = <T>(work: Promise<T>) => Promise<T>;

/**
 * Gives up work that takes too long. All that wait share one timer, which goes on when nothing waits any more: a timer
 * for each would cost a small answer a tenth of its time.
 *
 * @param limit Milliseconds for each piece of work.
 * @param late Makes the error that late work rejects with.
 */
export function createDeadline(limit: number, late: () => Error): Deadline {
  // In the order in which they are due, since all have the same time.
  const waiting = new Set<Waiting>();
  let isTimed = false;

  function wakeUpIn(milliseconds: number): void {
    isTimed = true;
    // Unlike another timer, a signal's keeps no process alive.
    AbortSignal.timeout(milliseconds).addEventListener("abort", giveUp);
  }

  function giveUp(): void {
    isTimed = false;
    const now = Date.now();
    for (const each of waiting) {
      if (each.due > now) return wakeUpIn(each.due - now);
      waiting.delete(each);
      each.reject(late());
    }
  }

  return (work) =>
    new Promise((resolve, reject) => {
      const each = { due: Date.now() + limit, reject };
      waiting.add(each);
      if (!isTimed) wakeUpIn(limit);
      work.then(
        (value) => (waiting.delete(each), resolve(value)),
        (error) => (waiting.delete(each), reject(error)),
      );
    });
}
