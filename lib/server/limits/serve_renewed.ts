/**
 * A server that lets go of clients who never send what they announced. Deno answers such a request, and then waits for
 * the rest of its body for as long as the client stays; only a server that shuts down closes the connection. So where
 * one has answered a body that did not come, another one takes over the port, and it shuts down: what it is answering,
 * it answers.
 *
 * @module
 */
import { announcesBody } from "@/lib/server/limits/announces_body.ts";
import { isPutOff } from "@/lib/server/limits/is_put_off.ts";

/** Milliseconds from an answer whose body did not come to the next server: those that stop together go together. */
const RENEW_AFTER = 1500;

/** Milliseconds for what was sent together with its headers to be there. */
const MOMENT = 20;

/** Milliseconds in which an answer is sent that has been given. */
const LAST_SENT = 200;

/**
 * Requests with GET and a body that are answered whole although nobody can tell whether their bodies come: those whose
 * connections may still be open, of all servers together. Others are refused, a byte short.
 */
const LENT = 16;

/** So often a few wait for a moment in which nobody sends anything. */
const MAX_DELAYS = 40;

/** What a server calls for each request. */
export type ServeHandler = (
  request: Request,
  info: Deno.ServeHandlerInfo<Deno.NetAddr>,
) => Response | Promise<Response>;

/** Where a renewed server listens. */
interface RenewedOptions {
  /** 0 for any that is free. */
  readonly port: number;
  /** Whether something before this process decides where it listens: then it stays the one server there is. */
  readonly isManaged?: boolean;
  /** Told once where it listens; by default Deno writes it to the standard output. */
  readonly onListen?: (address: Deno.NetAddr) => void;
}

/** A server whose listener is renewed. */
interface RenewedServer {
  readonly port: number;
  /** Ends when what was asked has been answered. */
  shutdown(): Promise<void>;
}

/** One of the servers that follow each other. */
interface Generation {
  readonly server: Deno.HttpServer<Deno.NetAddr>;
  isRetired: boolean;
  /** Requests with a body that are not answered yet: a server that shuts down reads no further. */
  unanswered: number;
  /** Requests that were answered although their body had not come. */
  held: number;
  /** Requests with GET and a body that were answered whole. */
  lent: number;
}

/** Whether two servers may have one port: on Linux, with `"unstable": ["net"]`, which Deno ends the process without. */
const CAN_RENEW = Deno.build.os === "linux" && "listenDatagram" in Deno;

/**
 * Serves a port.
 *
 * @throws {Deno.errors.AddrInUse} If another process has the port.
 */
export function serveRenewed(handler: ServeHandler, options: RenewedOptions): RenewedServer {
  const canRenew = CAN_RENEW && !options.isManaged;
  // Two that share a port would not notice each other.
  if (canRenew && options.port > 0) Deno.listen({ port: options.port }).close();
  const leaving = new Map<Generation, ReturnType<typeof setTimeout>>();
  const endings = new Set<Promise<void>>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let lent = 0;
  let current = open(options);
  const { port } = current.server.addr;

  function open(where: RenewedOptions): Generation {
    const server = Deno.serve({ ...where, reusePort: canRenew }, (request, info) => {
      if (request.method !== "POST" && !announcesBody(request.headers)) return handler(request, info);
      return canRenew ? judged(generation, request, info) : handler(request, info);
    });
    const generation: Generation = { server, isRetired: false, unanswered: 0, held: 0, lent: 0 };
    return generation;
  }

  async function judged(of: Generation, request: Request, info: Deno.ServeHandlerInfo<Deno.NetAddr>) {
    of.unanswered++;
    try {
      // Deno gives such a body to nobody: only its connection can be closed.
      if (request.method === "GET" && !isLent(of)) return await cutShort(refusal());
      const response = await handler(request, info);
      // The body of a GET is nobody's: nothing is waited for.
      if (request.bodyUsed ? response.status !== 408 : await came(request)) return response;
      if (of.isRetired) return await cutShort(response);
      of.held++;
      renewSoon(MAX_DELAYS);
      return response;
    } finally {
      of.unanswered--;
    }
  }

  function isLent(of: Generation): boolean {
    if (of.isRetired || lent >= LENT) return false;
    of.lent++;
    // What ends shows that its connections are closed, and may be lent again.
    if (++lent >= LENT / 2) renewSoon(MAX_DELAYS);
    return true;
  }

  function renewSoon(delays: number): void {
    if (timer !== undefined) return;
    timer = setTimeout(() => {
      timer = undefined;
      if (isPutOff(current.unanswered, current.held, delays)) renewSoon(delays - 1);
      else renew();
    }, RENEW_AFTER);
    Deno.unrefTimer(timer as unknown as number);
  }

  function renew(): void {
    const old = current;
    try {
      current = open({ port, onListen: () => {} });
    } catch {
      return; // The port may not be shared here: the old one goes on.
    }
    old.isRetired = true;
    // What it has answered in full is to be sent by then.
    leaving.set(old, setTimeout(retire, LAST_SENT, old));
  }

  function retire(generation: Generation): Promise<void> {
    generation.isRetired = true;
    clearTimeout(leaving.get(generation));
    leaving.delete(generation);
    const ending = generation.server.shutdown().finally(() => {
      endings.delete(ending);
      lent -= generation.lent;
    });
    endings.add(ending);
    return ending;
  }

  return {
    port,
    async shutdown() {
      clearTimeout(timer);
      [current, ...leaving.keys()].forEach(retire);
      await Promise.all(endings);
    },
  };
}

function refusal(): Response {
  const headers = {
    "content-type": "text/plain; charset=UTF-8",
    "x-content-type-options": "nosniff",
    "cache-control": "no-store",
  };
  return new Response("Ask again without a body.\n", { status: 400, headers });
}

/**
 * Whether a body that nobody has read was there with its headers. It is read and left: a server that shuts down closes
 * a connection on which it reads, and none on which it does not.
 */
async function came(request: Request): Promise<boolean> {
  const reading = request.body?.pipeTo(new WritableStream()).then(() => true, () => false) ?? true;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const moment = new Promise<false>((resolve) => timer = setTimeout(resolve, MOMENT, false));
  return await Promise.race([reading, moment]).finally(() => clearTimeout(timer));
}

/**
 * The same answer, but for a last byte that is announced and not sent: of a server that is shutting down already
 * nothing else closes a connection whose body has not come.
 */
async function cutShort(response: Response): Promise<Response> {
  if (response.body === null) return response;
  const bytes = await response.bytes();
  const headers = new Headers(response.headers);
  headers.set("content-length", `${bytes.length + 1}`);
  return new Response(new Blob([bytes]).stream(), { status: response.status, headers });
}
