/**
 * The page's side of the counting: the newest request wins, and an old one that takes long is given up.
 *
 * @module
 */
import type { NgramReply, NgramRequest } from "@/lib/labs/ngram/protocol.ts";

/** The part of a Worker that is used. */
export interface CountingPort {
  postMessage(request: NgramRequest): void;
  terminate(): void;
  onmessage: ((event: { readonly data: NgramReply }) => void) | null;
  onerror: ((event: { readonly message?: string }) => void) | null;
}

/** A request without what the counting itself adds. */
export interface CountingTask extends Omit<NgramRequest, "id" | "text"> {
  readonly text: string;
}

/** Milliseconds after which a request that is no longer wanted is given up rather than waited for. */
const PATIENCE = 300;

/** Counts in a worker. */
export interface Counting {
  /** Asks; replies to earlier requests no longer come. */
  ask(task: CountingTask): void;
  /** Gives up what is under way. */
  stop(): void;
}

/**
 * @param start Starts a worker.
 * @param now Milliseconds from an arbitrary start.
 * @param receive Called with the replies to the newest request.
 */
export function createCounting(
  start: () => CountingPort,
  now: () => number,
  receive: (reply: NgramReply) => void,
): Counting {
  let port: CountingPort | null = null;
  let sent: string | null = null;
  let running: { readonly id: number; readonly since: number } | null = null;
  let waiting: CountingTask | null = null;
  let last = 0;

  function stop(): void {
    port?.terminate();
    [port, sent, running, waiting] = [null, null, null, null];
  }

  function connect(): CountingPort {
    const made = start();
    made.onmessage = ({ data }) => hear(data);
    made.onerror = ({ message }) => {
      const id = running?.id ?? last;
      stop();
      receive({
        kind: "failed",
        id,
        message: message || "The counting failed: there may be too little memory.",
      });
    };
    return made;
  }

  function send(task: CountingTask): void {
    port ??= connect();
    const id = ++last;
    running = { id, since: now() };
    const { text, ...rest } = task;
    port.postMessage({ ...rest, id, text: text === sent ? null : text });
    sent = text;
  }

  function hear(reply: NgramReply): void {
    const isLast = reply.kind === "failed" || (reply.kind === "view" && reply.complete);
    if (isLast) running = null;
    if (waiting === null) receive(reply);
    else if (isLast || now() - (running?.since ?? 0) > PATIENCE) next();
  }

  function next(): void {
    const task = waiting!;
    if (running) stop();
    waiting = null;
    send(task);
  }

  return {
    ask(task) {
      waiting = task;
      if (running === null || now() - running.since > PATIENCE) next();
    },
    stop,
  };
}
