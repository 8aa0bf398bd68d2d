/**
 * The pace at which an address follows what changes without an act of its own: typing, a slider, tokens that arrive.
 *
 * @module
 */

/** Milliseconds between two such changes: browsers refuse more than a hundred in half a minute. */
const PAUSE = 400;

/** What the pace needs of time. */
export interface PaceClock {
  /** Milliseconds from an arbitrary start. */
  now(): number;
  /** Resolves after a time. */
  wait(milliseconds: number): Promise<void>;
}

/** The page's own clock. */
export const PAGE_CLOCK: PaceClock = {
  now: () => performance.now(),
  wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
};

/** When an address is written. */
interface AddressPace {
  /** Replaces the current entry: at once where nothing was written just before, else a little later. */
  replaceSoon(): void;
  /** Replaces the current entry now, if something is waiting. */
  flush(): void;
  /** Makes an entry for the current state; Back returns to the one before. */
  push(): void;
}

/**
 * Creates the pace of an address.
 *
 * The first of several changes is written at once: a page that goes can write no address that its reload would see,
 * so what is pasted must stand there already. Of those that follow, a reload loses at most the last 400 ms.
 *
 * @param write Writes the current state; what waited is part of it.
 */
export function createAddressPace(write: (how: "replace" | "push") => void, clock: PaceClock): AddressPace {
  let waiting: Promise<void> | null = null;
  let pausesUntil = -Infinity;

  function act(how: "replace" | "push"): void {
    waiting = null;
    pausesUntil = clock.now() + PAUSE;
    write(how);
  }

  function replaceSoon(): void {
    if (waiting) return;
    const rest = pausesUntil - clock.now();
    if (rest <= 0) return act("replace");
    const pause = waiting = clock.wait(rest);
    pause.then(() => waiting === pause && act("replace"));
  }

  return { replaceSoon, flush: () => void (waiting && act("replace")), push: () => act("push") };
}
