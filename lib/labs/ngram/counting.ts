/**
 * The page's side of the counting: the newest request wins, and an old one that takes long is given up.
 *
 * @module
 */
import type { NgramReply, NgramRequest } from "@/lib/labs/ngram/protocol.ts";
import type { EndablePort } from "@/lib/labs/query/worker_port.ts";

/** The worker as its page sees it. */
export type CountingPort = EndablePort<NgramRequest, NgramReply>;

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
  return new WorkerCounting(start, now, receive);
}

class WorkerCounting implements Counting {
  #port: CountingPort | null = null;
  /** The corpus that the worker has. */
  #sent: string | null = null;
  #running: { readonly id: number; readonly since: number } | null = null;
  #waiting: CountingTask | null = null;
  #last = 0;

  constructor(
    private readonly start: () => CountingPort,
    private readonly now: () => number,
    private readonly receive: (reply: NgramReply) => void,
  ) {}

  ask(task: CountingTask): void {
    this.#waiting = task;
    if (this.#running === null || this.now() - this.#running.since > PATIENCE) this.#next();
  }

  stop(): void {
    this.#port?.terminate();
    [this.#port, this.#sent, this.#running, this.#waiting] = [null, null, null, null];
  }

  #next(): void {
    const task = this.#waiting!;
    if (this.#running) this.stop();
    this.#waiting = null;
    this.#send(task);
  }

  #send({ text, ...rest }: CountingTask): void {
    this.#port ??= this.#connect();
    const id = ++this.#last;
    this.#running = { id, since: this.now() };
    this.#port.postMessage({ ...rest, id, text: text === this.#sent ? null : text });
    this.#sent = text;
  }

  #connect(): CountingPort {
    const port = this.start();
    port.onmessage = ({ data }) => this.#hear(data);
    port.onerror = ({ message }) => {
      const id = this.#running?.id ?? this.#last;
      this.stop();
      this.receive({ kind: "failed", id, message: message || NO_MEMORY });
    };
    return port;
  }

  #hear(reply: NgramReply): void {
    const isLast = reply.kind === "failed" || (reply.kind === "view" && reply.complete);
    const since = this.#running?.since ?? 0;
    if (isLast) this.#running = null;
    if (this.#waiting === null) this.receive(reply);
    else if (isLast || this.now() - since > PATIENCE) this.#next();
  }
}

const NO_MEMORY =
  "The counting failed: there may be too little memory. Try a smaller corpus or a lower order.";
