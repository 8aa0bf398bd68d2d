/**
 * Lets a worker's event loop turn over: promises alone never let a message in.
 *
 * @module
 */

/** The part of the Prioritized Task Scheduling API that is used here; not every browser has it. */
interface TaskScheduler {
  postTask(callback: () => void): Promise<void>;
}

/**
 * Resolves in a later task, after messages that have arrived; sooner than a timer would. A channel of its own for each
 * pause would cost a tenth of a millisecond, so the browser's own queue is asked where there is one.
 */
export function pause(): Promise<void> {
  const { scheduler } = globalThis as { readonly scheduler?: Partial<TaskScheduler> };
  return scheduler?.postTask ? scheduler.postTask(() => {}) : channelPause();
}

function channelPause(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      port2.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
