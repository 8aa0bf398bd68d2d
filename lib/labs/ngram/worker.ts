/**
 * The worker that counts. Nothing but wiring.
 *
 * @module
 */
import type { NgramRequest } from "@/lib/labs/ngram/protocol.ts";
import { serveNgram } from "@/lib/labs/ngram/serve_ngram.ts";

/** The part of a worker's scope that is used. */
interface WorkerScope {
  postMessage(message: unknown): void;
  onmessage: ((event: MessageEvent<NgramRequest>) => void) | null;
}

const scope = globalThis as unknown as WorkerScope & { readonly WorkerGlobalScope?: unknown };

if (scope.WorkerGlobalScope !== undefined) {
  const serve = serveNgram((message) => scope.postMessage(message));
  scope.onmessage = ({ data }) => serve(data);
}
