import type { SitePort } from "@/lib/server/threads/thread_slot.ts";

/** What the nursery is told: to begin a thread that talks through a port, or to end one. */
export type NurseryMessage =
  | { readonly begin: number; readonly port: MessagePort }
  | { readonly end: number };

/** What it says: that a thread failed. */
export interface NurseryReport {
  readonly failed: number;
  readonly message: string;
}

/** The part of a `Worker` that runs nursery.ts. */
export interface NurseryWorker {
  postMessage(message: NurseryMessage, transfer: Transferable[]): void;
  terminate(): void;
  onmessage: ((event: MessageEvent<NurseryReport>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
}

/** Starts threads of the site without holding who asks for them. */
interface Nursery {
  /** @throws {Error} If the platform has no threads. */
  create(): SitePort;
  close(): void;
}

/** @param open Starts the nursery's own thread, at the first use and in the place of one that failed. */
export function openNursery(open: () => NurseryWorker): Nursery {
  const failing = new Map<number, (message: string) => void>();
  let worker: NurseryWorker | null = null;
  let begun = 0;

  function started(): NurseryWorker {
    const own = open();
    own.onmessage = ({ data: { failed, message } }) => failing.get(failed)?.(message);
    own.onerror = (event) => {
      event.preventDefault();
      own.terminate();
      if (worker === own) worker = null;
      // Its threads end with it.
      for (const fail of [...failing.values()]) fail(event.message);
    };
    return own;
  }

  function create(): SitePort {
    const nursery = worker ??= started();
    const id = begun++;
    const { port1, port2 } = new MessageChannel();
    const port: SitePort = {
      onmessage: null,
      onerror: null,
      postMessage: (message) => port1.postMessage(message),
      terminate() {
        failing.delete(id);
        port1.close();
        nursery.postMessage({ end: id }, []);
      },
    };
    port1.onmessage = (event) => port.onmessage?.(event);
    failing.set(id, (message) => port.onerror?.(new ErrorEvent("error", { message, cancelable: true })));
    nursery.postMessage({ begin: id, port: port2 }, [port2]);
    return port;
  }

  return {
    create,
    close() {
      worker?.terminate();
      worker = null;
    },
  };
}
