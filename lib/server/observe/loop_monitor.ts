/**
 * Measures for how long the event loop was held: while it is, nobody is answered.
 *
 * @module
 */
import type { Context } from "hono";
import { routePath } from "hono/route";

/** Milliseconds between two looks. */
const INTERVAL = 20;
/** A longer hold is written into the log, in milliseconds. */
const LONG = 50;
/** How far back {@linkcode LoopMonitor.longest} looks, in seconds. */
const SECONDS = 60;
/** Routes that a warning names at most. */
const MAX_NAMED = 5;

/** Knows how long the event loop was held. */
export interface LoopMonitor {
  /** A request that is being answered from now on. */
  begin(c: Context): void;
  /** A request that is answered. */
  end(c: Context): void;
  /** The longest hold of the last minute, in whole milliseconds. */
  longest(): number;
  stop(): void;
}

/** What {@linkcode createLoopMonitor} needs. */
interface LoopMonitorOptions {
  /** Milliseconds from an arbitrary start. */
  readonly now: () => number;
  /** Takes a line for whoever runs the site: routes only, never an address. */
  readonly warn: (message: string) => void;
}

/** Starts to measure. It keeps no process alive. */
export function createLoopMonitor({ now, warn }: LoopMonitorOptions): LoopMonitor {
  const active = new Set<Context>();
  const done: Context[] = [];
  const bySecond = new Map<number, number>();
  let last = now();

  function look(): void {
    const time = now();
    const held = time - last - INTERVAL;
    last = time;
    if (held >= 1) note(held, Math.floor(time / 1000));
    if (held > LONG) {
      warn(`The event loop was held for ${Math.round(held)} ms by one of: ${named() || "no request"}`);
    }
    done.length = 0;
  }

  function note(held: number, second: number): void {
    bySecond.set(second, Math.max(held, bySecond.get(second) ?? 0));
    for (const each of bySecond.keys()) if (each <= second - SECONDS) bySecond.delete(each);
  }

  function named(): string {
    const routes = new Set([...active, ...done].map((c) => `${c.req.method} ${routePath(c, -1)}`));
    return [...routes].slice(0, MAX_NAMED).join(", ");
  }

  const timer = setInterval(look, INTERVAL);
  Deno.unrefTimer(timer as unknown as number);
  return {
    begin: (c) => void active.add(c),
    end(c) {
      active.delete(c);
      done.push(c);
    },
    longest() {
      const second = Math.floor(now() / 1000);
      const recent = [...bySecond].filter(([each]) => each > second - SECONDS).map(([, held]) => held);
      return Math.round(Math.max(0, ...recent));
    },
    stop: () => clearInterval(timer),
  };
}
