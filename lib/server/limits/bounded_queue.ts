/**
 * Work that takes turns, client by client, and a limit to how much may wait.
 *
 * @module
 */
import { setImmediate } from "node:timers";

/** Milliseconds that a request waits for its turn at most: who waits for longer has asked for too much. */
export const PATIENCE = 8000;

/** A queue that was full. */
export class QueueFull extends Error {
  override readonly name = "QueueFull";
}

/** Runs what clients ask for. */
interface BoundedQueue {
  /**
   * Runs when it is this client's turn: clients take turns, and a client's own works keep their order. Where the queue
   * is full, the client that waits for most gives its last place to one that waits for less.
   *
   * @param client Whose work it is.
   * @throws {QueueFull} If there is no place, at once or when the place was given away.
   */
  run<T>(client: string, work: () => Promise<T>): Promise<T>;
}

/** Work that waits. */
interface Ticket {
  start(): void;
  refuse(reason: QueueFull): void;
}

/**
 * Creates a queue.
 *
 * @param most How many works it holds, the running ones included.
 * @param atOnce How many run at a time.
 * @param spent How much a client has had already: who had least is next, by default whoever waits for longest.
 * @param atOnceOf How many works of one client run at a time: where they are fewer, a long work of one leaves room. The
 * client "" is everybody, and may have all.
 * @param patience Milliseconds after which a work that has not begun is refused.
 */
export function createBoundedQueue(
  most: number,
  atOnce = 1,
  spent: (client: string) => number = () => 0,
  atOnceOf = atOnce,
  patience = Infinity,
): BoundedQueue {
  /** Whoever stands first has the next turn. */
  const waiting = new Map<string, Ticket[]>();
  const running = new Map<string, number>();
  let held = 0;
  let isRunning = 0;

  function startNext(): void {
    const next = nextTurn();
    if (next === undefined || isRunning >= atOnce) return;
    const [client, tickets] = next;
    const ticket = tickets.shift()!;
    waiting.delete(client);
    if (tickets.length > 0) waiting.set(client, tickets);
    isRunning++;
    running.set(client, runningOf(client) + 1);
    ticket.start();
  }

  /** Of clients that had the same, the one that stands first. */
  function nextTurn(): [client: string, tickets: Ticket[]] | undefined {
    const free = [...waiting].filter(([client]) => runningOf(client) < (client === "" ? atOnce : atOnceOf));
    let [next] = free;
    for (const each of free) if (spent(each[0]) < spent(next![0])) next = each;
    return next;
  }

  function runningOf(client: string): number {
    return running.get(client) ?? 0;
  }

  function finish(client: string): void {
    held--;
    isRunning--;
    const left = runningOf(client) - 1;
    if (left > 0) running.set(client, left);
    else running.delete(client);
    // Between two turns the server reads what has come in, so that whoever just asked is in the round.
    setImmediate(startNext);
  }

  /** Takes a place from the client that waits for most, if that is more than this client would wait for. */
  function makeRoom(client: string): void {
    const own = waiting.get(client)?.length ?? 0;
    const [greediest, tickets] = [...waiting].reduce<readonly [string, Ticket[]]>(
      (most, each) => each[1].length > most[1].length ? each : most,
      ["", []],
    );
    if (tickets.length <= own + 1) throw new QueueFull(`${most} are waiting already`);
    const reason = new QueueFull(`${most} are waiting already, and others waited for less`);
    leave(greediest, tickets.at(-1)!, reason);
  }

  /** Takes back a work that waits. */
  function leave(client: string, ticket: Ticket, reason: QueueFull): void {
    const left = waiting.get(client)!.filter((each) => each !== ticket);
    if (left.length > 0) waiting.set(client, left);
    else waiting.delete(client);
    held--;
    ticket.refuse(reason);
  }

  function turn(client: string): Promise<void> {
    return new Promise((start, reject) => {
      const giveUp = () => leave(client, ticket, new QueueFull(`Not begun within ${patience} ms`));
      const timer = Number.isFinite(patience) ? setTimeout(giveUp, patience) : undefined;
      const ticket: Ticket = {
        start: () => (clearTimeout(timer), start()),
        refuse: (reason) => (clearTimeout(timer), reject(reason)),
      };
      const own = waiting.get(client);
      if (own) own.push(ticket);
      else waiting.set(client, [ticket]);
      startNext();
    });
  }

  return {
    async run(client, work) {
      if (held >= most) makeRoom(client);
      held++;
      await turn(client);
      try {
        return await work();
      } finally {
        finish(client);
      }
    },
  };
}
