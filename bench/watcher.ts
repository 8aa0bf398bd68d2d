/** What the thread that watches is told: to begin, or to end and say what it saw. */
export type WatchMessage =
  | { readonly origin: string; readonly paths: readonly string[] }
  | { readonly end: true };

/** How long each answer took, in milliseconds. */
export interface WatchReply {
  readonly path: string;
  readonly times: readonly number[];
}

/** Asks for addresses all the time, beside whatever else is sent. */
export interface Watcher {
  /** Begins; gives what ends it and tells what was seen. */
  watch(origin: string, paths: readonly string[]): () => Promise<WatchReply[]>;
  close(): void;
}

/** Starts the thread that asks. */
export function createWatcher(): Watcher {
  const worker = new Worker(new URL("./watch_thread.ts", import.meta.url), { type: "module" });
  const tell = (message: WatchMessage) => worker.postMessage(message);
  return {
    watch(origin, paths) {
      tell({ origin, paths });
      return () =>
        new Promise((resolve) => {
          const replies: WatchReply[] = [];
          worker.onmessage = ({ data }: MessageEvent<WatchReply>) => {
            if (replies.push(data) === paths.length) resolve(replies);
          };
          tell({ end: true });
        });
    },
    close: () => worker.terminate(),
  };
}
