/**
 * How a page learns that its worker died. A worker that the browser kills sends no event, but the browser
 * releases its locks: the worker holds one for as long as it lives, and the page waits for it.
 *
 * @module
 */

/** What is asked of `navigator.locks`. */
export type Locks = Pick<LockManager, "request">;

/** Worker's side: resolves when the lock is held, and at once where there are no locks or no name. */
export function holdLifeline(locks: Locks | undefined, name: string): Promise<void> {
  if (locks === undefined || name === "") return Promise.resolve();
  return new Promise((resolve) => {
    const held = () => {
      resolve();
      return new Promise<never>(() => {});
    };
    locks.request(name, held).catch(() => resolve());
  });
}

/**
 * Page's side: calls `onDeath` when the worker's lock is free. Call it only once the worker has said something,
 * for a worker takes its lock before it speaks.
 */
export function watchLifeline(
  locks: Locks | undefined,
  name: string,
  signal: AbortSignal,
  onDeath: () => void,
): void {
  locks?.request(name, { signal }, () => {
    if (!signal.aborted) onDeath();
  }).catch(() => {
    // The watch was called off, or the page may not use locks; the worker's own error events remain.
  });
}
