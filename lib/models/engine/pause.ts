/**
 * Lets a worker's event loop turn over: promises alone never let a message in.
 *
 * @module
 */

/** Resolves in a later task, after messages that have arrived; sooner than a timer would. */
export function pause(): Promise<void> {
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
