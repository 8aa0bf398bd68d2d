/**
 * Starts the kernel's threads.
 *
 * @module
 */

/** What a thread is told first, and last. */
export interface ThreadOrder {
  readonly wasm: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  /** The caller is 0. */
  readonly thread: number;
}

/** The part of a `Worker` that the pool needs. */
export interface ThreadWorker {
  postMessage(order: ThreadOrder): void;
  terminate(): void;
  onmessage: ((event: MessageEvent) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
}

/**
 * Starts threads 1 to `count`; those that cannot start are left out, since the others do their work.
 *
 * @param create Starts a worker on kernel_worker.ts; may throw.
 */
export async function startThreads(
  count: number,
  create: () => ThreadWorker,
  order: Omit<ThreadOrder, "thread">,
): Promise<ThreadWorker[]> {
  const started = Array.from({ length: count }, (_, i) => startThread(create, { ...order, thread: i + 1 }));
  return (await Promise.all(started)).filter((each) => each !== null);
}

function startThread(create: () => ThreadWorker, order: ThreadOrder): Promise<ThreadWorker | null> {
  return new Promise((resolve) => {
    try {
      const worker = create();
      worker.onmessage = () => resolve(worker);
      worker.onerror = (event) => {
        // Else a thread's fault ends a server.
        event.preventDefault?.();
        worker.terminate();
        resolve(null);
      };
      // Throws where the memory cannot be shared.
      worker.postMessage(order);
    } catch {
      resolve(null);
    }
  });
}
