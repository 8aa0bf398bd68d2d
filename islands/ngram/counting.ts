import { fetchText } from "@/lib/labs/fetch_text.ts";
import { type Counting, type CountingPort, createCounting } from "@/lib/labs/ngram/counting.ts";
import { workerPort } from "@/lib/labs/query/worker_port.ts";
import type { NgramReply } from "@/lib/labs/ngram/protocol.ts";

/** Counts in a worker of the browser, which starts with the first change. */
export function startCounting(receive: (reply: NgramReply) => void): Counting {
  return createCounting(startWorker, () => performance.now(), receive);
}

function startWorker(): CountingPort {
  // The bundler only sees a worker whose address stands in this very call.
  return workerPort(
    new Worker(new URL("../../lib/labs/ngram/worker.ts", import.meta.url), { type: "module" }),
  );
}

const fetched = new Map<string, Promise<string>>();

/** Fetches a corpus once. */
export function fetchShipped(url: string): Promise<string> {
  const known = fetched.get(url) ?? fetchText(url);
  fetched.set(url, known);
  known.catch(() => fetched.delete(url));
  return known;
}
