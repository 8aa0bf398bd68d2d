/**
 * The thread that starts and ends the others: whoever starts one is held until it stands, on a busy machine for a tenth
 * of a second.
 *
 * @module
 */
import type { NurseryMessage, NurseryReport } from "@/routes/threads/open_nursery.ts";

/** The part of a worker's scope that is used. */
interface WorkerScope {
  postMessage(report: NurseryReport): void;
  onmessage: ((event: MessageEvent<NurseryMessage>) => void) | null;
}

const scope = globalThis as unknown as WorkerScope;
const threads = new Map<number, Worker>();

scope.onmessage = ({ data }) => {
  if ("begin" in data) begin(data.begin, data.port);
  else {
    threads.get(data.end)?.terminate();
    threads.delete(data.end);
  }
};

function begin(id: number, port: MessagePort): void {
  try {
    const thread = new Worker(new URL("./thread.ts", import.meta.url), { type: "module", name: "site" });
    thread.onerror = (event) => {
      // Else a thread's fault ends the server.
      event.preventDefault();
      scope.postMessage({ failed: id, message: event.message });
    };
    thread.postMessage(port, [port]);
    threads.set(id, thread);
  } catch (error) {
    scope.postMessage({ failed: id, message: String(error) });
  }
}
