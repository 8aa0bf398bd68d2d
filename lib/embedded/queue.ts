/** Runs jobs one at a time, in the order they came; a failure is its caller's alone. */
export function createQueue(): <T>(job: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (job) => {
    const turn = last.then(job);
    last = turn.catch(() => {
      // Its caller hears of it.
    });
    return turn;
  };
}
