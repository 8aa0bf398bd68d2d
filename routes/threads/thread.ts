/**
 * A thread of the server: a copy of the site, which answers one request after another. It has no store: of an
 * experiment's address it is sent the experiment.
 *
 * @module
 */
import type { ExperimentStore } from "@/lib/experiment/store/experiment_store.ts";
import type { StoredExperiment } from "@/lib/experiment/store/stored_experiment.ts";
import type { LogEntry } from "@/lib/server/observe/log_entry.ts";
import type { SiteJob, SiteStart, ThreadMessage } from "@/lib/server/threads/site_job.ts";
import { WITH_THREADS } from "@/lib/server/threads/cost.ts";
import { createApp } from "@/routes/create_app.ts";
import { pages } from "@/routes/mod.ts";

/** The part of a worker's scope that is used: it is sent the port that it is to talk through. */
interface WorkerScope {
  onmessage: ((event: MessageEvent<MessagePort>) => void) | null;
}

/** Asked before anybody else asks, without a deadline: they load the models, the corpora, and what draws pictures. */
const WARM = [
  ...pages.flatMap(({ path, warm = [] }) => warm.map((query) => path + query)),
  "/preview/softmax",
];

const scope = globalThis as unknown as WorkerScope;
let server: MessagePort;
let app: ReturnType<typeof createApp> | null = null;
let experiment: StoredExperiment | null = null;

const refuse = () => Promise.reject(new Error("A thread stores nothing"));

/** Knows the experiment of the request that is being answered, and no other. */
const STORE: Omit<ExperimentStore, "kind"> = {
  read: () => Promise.resolve(experiment ? { kind: "found", experiment } : { kind: "unknown" }),
  save: refuse,
  remove: refuse,
  usedBytes: refuse,
  isWorking: true,
  close: () => {},
};

scope.onmessage = ({ data: port }) => {
  server = port;
  server.onmessage = ({ data }: MessageEvent<SiteStart | SiteJob>) =>
    void ("config" in data ? start(data) : answer(data));
};

function tell(message: ThreadMessage, transfer: Transferable[] = []): void {
  server.postMessage(message, transfer);
}

async function start({ config, storeKind }: SiteStart): Promise<void> {
  const log = (entry: LogEntry) => {
    if (entry.level === "error") tell({ kind: "log", entry });
  };
  // Who may ask how often was decided before.
  const means = { threads: null, budget: { ...WITH_THREADS, here: Infinity } };
  app = createApp({ ...config, rateLimit: 0 }, log, {
    store: storeKind === null ? null : { ...STORE, kind: storeKind },
    means,
  });
  for (const path of WARM) await (await app.request(`http://localhost${path}`)).arrayBuffer();
  tell({ kind: "ready" });
}

async function answer(job: SiteJob): Promise<void> {
  experiment = job.experiment;
  const init = {
    method: job.method,
    headers: job.headers.map(([name, value]): [string, string] => [name, value]),
  };
  const request = new Request(job.url, job.body === null ? init : { ...init, body: job.body });
  const response = await app!.fetch(request);
  const body = await response.arrayBuffer();
  const answer = { status: response.status, headers: [...response.headers], body };
  tell({ kind: "answer", answer }, [body]);
}
