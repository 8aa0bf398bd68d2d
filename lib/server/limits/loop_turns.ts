/**
 * Lets clients take turns on the server's own thread: whoever asks for a hundred pages at once holds up another by one
 * of them, not by all.
 *
 * @module
 */
import { setImmediate } from "node:timers";

/** Turns of the event loop by client. */
export interface LoopTurns {
  /** When a request of a client may begin; null for at once. */
  take(client: string): Promise<void> | null;
}

/**
 * In each round of the event loop one request begins; between two rounds the server reads what has come in. Clients
 * that wait take turns, and a client's own requests keep their order.
 *
 * @param afterRound Calls back when the event loop has gone round once.
 */
export function createLoopTurns(afterRound: (then: () => void) => void = setImmediate): LoopTurns {
  /** Whoever stands first has the next turn. */
  const waiting = new Map<string, (() => void)[]>();
  let isTaken = false;

  function startNext(): void {
    const [next] = waiting;
    isTaken = next !== undefined;
    if (next === undefined) return;
    const [client, starts] = next;
    const start = starts.shift()!;
    waiting.delete(client);
    if (starts.length > 0) waiting.set(client, starts);
    start();
    afterRound(startNext);
  }

  return {
    take(client) {
      if (!isTaken) {
        isTaken = true;
        afterRound(startNext);
        return null;
      }
      return new Promise((start) => {
        const own = waiting.get(client);
        if (own) own.push(start);
        else waiting.set(client, [start]);
      });
    },
  };
}
