/** A browser's history that remembers, and a clock on which nothing has to wait long. */
import type { HistoryState } from "@/lib/labs/experiment/history_state.ts";
import type { ExperimentPorts } from "@/lib/labs/experiment/ports.ts";

/** An entry. */
export interface HistoryEntry {
  readonly address: string;
  readonly state: HistoryState | null;
}

/** Creates a history with one entry; each write is also listed, with how it was made. */
export function fakeHistory(address = "/page") {
  const entries: HistoryEntry[] = [{ address, state: null }];
  const writes: [how: "replace" | "push", address: string, query: string][] = [];
  let now = 0;
  const ports: ExperimentPorts = {
    history: {
      replace(address, state) {
        entries[entries.length - 1] = { address, state };
        writes.push(["replace", address, state.query]);
      },
      push(address, state) {
        entries.push({ address, state });
        writes.push(["push", address, state.query]);
      },
      back: () => void entries.pop(),
    },
    // Each look at the clock is a second later: no write has to wait for the one before.
    clock: { now: () => now += 1000, wait: () => Promise.resolve() },
  };
  return { ports, entries, writes };
}

/** An entry as an experiment restores it. */
export function placeOf({ address, state }: HistoryEntry) {
  return { params: new URL(address, "http://site.test").searchParams, state, isOwn: true };
}
