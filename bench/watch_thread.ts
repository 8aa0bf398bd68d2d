/**
 * The visitor who is watched for: asks for addresses all the time, in a thread of its own, so that what the hostile one
 * sends and gets does not look as if the server were held.
 *
 * @module
 */
import type { WatchMessage, WatchReply } from "./watcher.ts";

/** The part of a worker's scope that is used. */
interface WorkerScope {
  postMessage(reply: WatchReply): void;
  onmessage: ((event: MessageEvent<WatchMessage>) => void) | null;
}

/** Milliseconds between an answer and the next question. */
const PAUSE = 5;

const scope = globalThis as unknown as WorkerScope;
let isOver = false;
let running: Promise<WatchReply>[] = [];

scope.onmessage = async ({ data }) => {
  if ("paths" in data) {
    isOver = false;
    running = data.paths.map((path) => askOften(data.origin + path));
    return;
  }
  isOver = true;
  for (const reply of await Promise.all(running)) scope.postMessage(reply);
};

async function askOften(url: string): Promise<WatchReply> {
  const times: number[] = [];
  while (!isOver) {
    const start = performance.now();
    const response = await fetch(url, { headers: { "x-forwarded-for": "198.51.100.1" } });
    await response.arrayBuffer();
    times.push(performance.now() - start);
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
  return { path: new URL(url).pathname, times };
}
