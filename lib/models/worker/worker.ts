/**
 * The model worker's main module: an engine behind the worker's own port.
 *
 * @module
 */
import { openModelFiles } from "@/lib/models/download/download_files.ts";
import { holdLifeline } from "@/lib/models/worker/lifeline.ts";
import type { MessageEndpoint } from "@/lib/models/worker/protocol.ts";
import { serveEngine } from "@/lib/models/worker/serve_engine.ts";
import { createEngine } from "@/lib/models/worker/create_engine.ts";

/** What is used of a worker's global scope. */
interface WorkerScope extends MessageEndpoint {
  readonly name?: string;
  readonly navigator: { readonly locks?: LockManager };
}

const scope = globalThis as unknown as WorkerScope;
const alive = holdLifeline(scope.navigator.locks, scope.name ?? "");
const port: MessageEndpoint = {
  postMessage: (message, transfer) => scope.postMessage(message, transfer),
  // Messages that come before the lock is held wait for it.
  addEventListener: (type, listener) =>
    scope.addEventListener(type, (event) => void alive.then(() => listener(event))),
};
serveEngine(port, {
  createEngine: (options) => createEngine(options),
  openFiles: openModelFiles,
});
