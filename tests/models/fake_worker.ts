import type { LoadSpec } from "@/lib/models/engine.ts";
import { holdLifeline, type Locks } from "@/lib/models/worker/lifeline.ts";
import { openModelFiles } from "@/lib/models/download/download_files.ts";
import type { CacheStore } from "@/lib/models/download/file_cache.ts";
import type { MessageEndpoint, WorkerRequest } from "@/lib/models/worker/protocol.ts";
import { serveEngine } from "@/lib/models/worker/serve_engine.ts";
import type { WorkerPort } from "@/lib/models/worker/worker_connection.ts";
import { createFakeEngine, type FakeBehavior } from "./fake_engine.ts";

/** A worker in this thread: the real server behind a real message channel, with a fake engine. */
export interface FakeWorker extends WorkerPort {
  readonly requests: WorkerRequest[];
  /** What it was asked to load; null before that. */
  readonly spec: LoadSpec | null;
  readonly terminated: boolean;
  /** Ends it as a browser does that is short of memory: without a word. */
  kill(): void;
  /** Ends it with an error event. */
  crash(message: string): void;
}

/** Makes fake workers and keeps them to be looked at. */
export interface FakeWorkers {
  readonly workers: FakeWorker[];
  readonly locks: Locks;
  readonly createWorker: (name: string) => FakeWorker;
  /** Resolves when no engine is being made any more, or soon where one never will be. */
  settled(): Promise<void>;
}

/** `behave` decides how the engine of each worker behaves, by what it loads and how many workers came before. */
export function fakeWorkers(
  behave: (spec: LoadSpec, index: number) => FakeBehavior = () => ({}),
  files: { readonly cache?: CacheStore | null; readonly fetch?: typeof fetch } = {},
): FakeWorkers {
  const locks = fakeLocks();
  const workers: FakeWorker[] = [];
  const making: Promise<unknown>[] = [];
  const make: typeof createFakeEngine = (...how) => {
    const made = createFakeEngine(...how);
    making.push(made);
    return made;
  };
  const createWorker = (name: string) => {
    const worker = fakeWorker(name, locks, (spec) => behave(spec, workers.indexOf(worker)), files, make);
    workers.push(worker);
    return worker;
  };
  return { workers, locks, createWorker, settled: () => soon(Promise.allSettled(making)) };
}

/** Waits for a while: an engine that a test holds is never made. */
async function soon(work: Promise<unknown>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  await Promise.race([work, new Promise((resolve) => timer = setTimeout(resolve, 50))]);
  clearTimeout(timer);
}

function fakeWorker(
  name: string,
  locks: FakeLocks,
  behave: (spec: LoadSpec) => FakeBehavior,
  { cache = null, fetch: fetcher = fetch }: { cache?: CacheStore | null; fetch?: typeof fetch },
  make: typeof createFakeEngine,
): FakeWorker {
  const { port1: page, port2: inside } = new MessageChannel();
  const errors = new EventTarget();
  const state = { requests: [] as WorkerRequest[], spec: null as LoadSpec | null, terminated: false };
  const end = () => {
    page.close();
    inside.close();
    locks.release(name);
  };
  inside.addEventListener("message", ({ data }) => {
    state.requests.push(data);
    if (data.type === "load") state.spec = data.spec;
  });
  serveEngine(inside as MessageEndpoint, {
    createEngine: (options) => make(options, behave(options.spec)),
    openFiles: (options) =>
      openModelFiles({ ...options, fetch: fetcher, openCache: () => Promise.resolve(cache) }),
  });
  holdLifeline(locks, name).then(() => inside.start());
  return {
    get requests() {
      return state.requests;
    },
    get spec() {
      return state.spec;
    },
    get terminated() {
      return state.terminated;
    },
    postMessage: (message) => page.postMessage(message),
    addEventListener: (type, listener) => {
      (type === "error" ? errors : page).addEventListener(type, listener as EventListener);
      page.start();
    },
    terminate: () => {
      state.terminated = true;
      end();
    },
    kill: end,
    crash: (message) => {
      errors.dispatchEvent(new ErrorEvent("error", { message }));
      end();
    },
  };
}

interface FakeLocks extends Locks {
  /** What the browser does when a lock's holder dies. */
  release(name: string): void;
}

/** Exclusive locks, first come, first served. */
function fakeLocks(): FakeLocks {
  const waiting = new Map<string, (() => unknown)[]>();
  const request = (name: string, ...rest: unknown[]) => {
    const callback = rest.at(-1) as () => unknown;
    const queue = waiting.get(name);
    if (queue !== undefined) queue.push(callback);
    else {
      waiting.set(name, []);
      callback();
    }
    return new Promise<never>(() => {});
  };
  const release = (name: string) => {
    const [next, ...rest] = waiting.get(name) ?? [];
    waiting.set(name, rest);
    next?.();
  };
  return { request: request as Locks["request"], release };
}
