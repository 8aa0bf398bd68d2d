/**
 * Calls into a worker as promises: one message a call, one message a result.
 *
 * @module
 */

/** What a worker offers. */
export type Methods = Readonly<Record<string, (...args: never[]) => unknown>>;

/** A worker's methods as the page calls them. */
export type Remote<T extends Methods> = {
  readonly [Name in keyof T]: (...args: Parameters<T[Name]>) => Promise<Awaited<ReturnType<T[Name]>>>;
};

/** Worker's side: answers calls. */
export function offer(methods: Methods): void {
  globalThis.addEventListener("message", async ({ data: { id, name, args } }) => {
    try {
      postMessage({ id, result: await methods[name]!(...args as never[]) });
    } catch (error) {
      postMessage({ id, error: error instanceof Error ? error.stack ?? error.message : String(error) });
    }
  });
}

/** Page's side: a proxy of the worker's methods. */
export function remote<T extends Methods>(worker: Worker): Remote<T> {
  const open = new Map<number, PromiseWithResolvers<unknown>>();
  let nextId = 0;
  worker.addEventListener("message", ({ data: { id, result, error } }) => {
    const call = open.get(id);
    open.delete(id);
    if (error === undefined) call?.resolve(result);
    else call?.reject(new Error(error));
  });
  worker.addEventListener("error", (event) => {
    for (const call of open.values()) call.reject(new Error(event.message));
  });
  const call = (name: string) => (...args: unknown[]) => {
    const id = nextId++;
    const pending = Promise.withResolvers<unknown>();
    open.set(id, pending);
    worker.postMessage({ id, name, args });
    return pending.promise;
  };
  return new Proxy({}, { get: (_, name) => call(String(name)) }) as Remote<T>;
}
