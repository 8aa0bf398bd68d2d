import { LRUCache } from "lru-cache";

/** Milliseconds after which half of what was spent is forgotten. */
const HALF_LIFE = 20_000;

/** Clients that are remembered at most: about 2 MB. */
const MAX_CLIENTS = 10_000;

/** How much was computed for each client of late. */
interface SpentTime {
  /** Notes what a client's work took, in milliseconds. */
  add(client: string, milliseconds: number): void;
  /** Milliseconds of a client's work, of which time forgets half every 20 seconds. */
  of(client: string): number;
}

/** @param now Milliseconds from an arbitrary start. */
export function createSpentTime(now: () => number): SpentTime {
  const clients = new LRUCache<string, { readonly spent: number; readonly at: number }>({
    max: MAX_CLIENTS,
  });
  function of(client: string): number {
    const known = clients.get(client);
    return known === undefined ? 0 : known.spent * 2 ** ((known.at - now()) / HALF_LIFE);
  }
  return {
    of,
    add: (client, milliseconds) => void clients.set(client, { spent: of(client) + milliseconds, at: now() }),
  };
}
