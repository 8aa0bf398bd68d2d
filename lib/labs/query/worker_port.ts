/** The part of a Worker that a page uses to ask it, so that a test can stand in for one. */
export interface WorkerPort<Request, Reply> {
  postMessage(request: Request): void;
  onmessage: ((event: { readonly data: Reply }) => void) | null;
  onerror: ((event: { readonly message?: string }) => void) | null;
}

/** A worker that can be ended from the page. */
export interface EndablePort<Request, Reply> extends WorkerPort<Request, Reply> {
  terminate(): void;
}

/** A browser's worker as a port. */
export function workerPort<Request, Reply>(worker: Worker): EndablePort<Request, Reply> {
  const port: EndablePort<Request, Reply> = {
    postMessage: (request) => worker.postMessage(request),
    terminate: () => worker.terminate(),
    onmessage: null,
    onerror: null,
  };
  worker.onmessage = ({ data }) => port.onmessage?.({ data });
  worker.onerror = ({ message }) => port.onerror?.({ message });
  return port;
}
