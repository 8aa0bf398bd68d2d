/**
 * How often a client may ask: a count in memory for each client and minute, forgotten when the minute is over.
 *
 * @module
 */

/** The length of a window, in milliseconds. */
const WINDOW = 60_000;

/** Clients that are remembered at most: beyond it the oldest window is forgotten. */
const MAX_CLIENTS = 100_000;

/** Whether a request may pass. */
export interface RateDecision {
  readonly allowed: boolean;
  /** Requests a window. */
  readonly limit: number;
  /** Requests that are left in this window. */
  readonly remaining: number;
  /** Whole seconds until the window ends, at least 1. */
  readonly resetSeconds: number;
}

interface Window {
  readonly start: number;
  count: number;
}

/** Counts requests by client. */
interface RateLimiter {
  /** Counts one request of a client. */
  take(client: string): RateDecision;
}

/**
 * Creates a limiter. A client's window starts with its first request; when it has passed, the next request starts
 * another, so waiting for as long as `resetSeconds` says is always enough.
 *
 * @param limit Requests a minute and client, at least 1.
 * @param now Milliseconds from an arbitrary start.
 */
export function createRateLimiter(limit: number, now: () => number): RateLimiter {
  const windows = new Map<string, Window>();

  function windowOf(client: string, time: number): Window {
    const known = windows.get(client);
    if (known && time - known.start < WINDOW) return known;
    const fresh = { start: time, count: 0 };
    // The map keeps its order, so the windows that end first stand first.
    windows.delete(client);
    windows.set(client, fresh);
    forgetEnded(windows, time);
    return fresh;
  }

  return {
    take(client) {
      const time = now();
      const window = windowOf(client, time);
      const allowed = window.count < limit;
      if (allowed) window.count++;
      const resetSeconds = Math.max(1, Math.ceil((window.start + WINDOW - time) / 1000));
      return { allowed, limit, remaining: limit - window.count, resetSeconds };
    },
  };
}

function forgetEnded(windows: Map<string, Window>, time: number): void {
  for (const [client, { start }] of windows) {
    if (time - start < WINDOW && windows.size <= MAX_CLIENTS) return;
    windows.delete(client);
  }
}
