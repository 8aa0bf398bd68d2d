/**
 * Drives the site's own training worker from a page, without the lab: for tests and benches of the engines.
 *
 * @module
 */
import type { Page } from "puppeteer-core";
import type { Backend } from "@/lib/lm/language_model.ts";
import type { Progress, RunFacts } from "@/lib/training/run/training_protocol.ts";
import type { TrainingSettings } from "@/lib/training/training_settings.ts";

/** What a worker's run gave. */
export interface WorkerRun {
  readonly backend: Backend;
  readonly threads: number;
  /** Loss of each step. */
  readonly losses: readonly number[];
  /** Loss of the training examples afterwards. */
  readonly trainLoss: number | null;
  /** Milliseconds of the steps, together. */
  readonly milliseconds: number;
  readonly memoryBefore: Progress["memory"];
  readonly memory: Progress["memory"];
  readonly notices: readonly string[];
}

/** A run to be made. */
export interface WorkerRunOptions {
  readonly settings: TrainingSettings;
  readonly backend: Backend;
  /** Steps before the time is taken and the memory looked at. */
  readonly warmUp: number;
  readonly steps: number;
  /** Milliseconds to wait in between; the page's `paused` is true from then on. */
  readonly pause?: number;
}

/** The address of the built worker. */
export function workerAddress(): string {
  const assets = new URL("../../dist/assets/", import.meta.url);
  const file = [...Deno.readDirSync(assets)].find(({ name }) => /^training_worker-.*\.js$/.test(name));
  if (!file) throw new Error("There is no training worker: run `deno task build` first");
  return `/assets/${file.name}`;
}

/** Trains in the worker and reports; the worker ends afterwards. */
export function runInWorker(page: Page, options: WorkerRunOptions): Promise<WorkerRun> {
  return page.evaluate(
    async (address: string, { settings, backend, warmUp, steps, pause = 0 }: WorkerRunOptions) => {
      const worker = new Worker(address, { type: "module" });
      const ask = <Result>(id: number, fields: object) =>
        new Promise<Result>((resolve, reject) => {
          worker.onerror = (event) => reject(new Error(event.message));
          worker.onmessage = ({ data }) =>
            data.type === "done" ? resolve(data.result) : reject(new Error(data.message));
          worker.postMessage({ id, ...fields });
        });
      const advance = (id: number, steps: number, evaluate: boolean) =>
        ask<Progress>(id, { type: "advance", steps, milliseconds: 1e9, evaluate });
      try {
        const facts = await ask<RunFacts>(0, { type: "start", settings, backend });
        const before = await advance(1, warmUp, false);
        (globalThis as { paused?: boolean }).paused = true;
        await new Promise((resolve) => setTimeout(resolve, pause));
        const start = performance.now();
        const progress = await advance(2, steps, false);
        const milliseconds = performance.now() - start;
        const { trainLoss } = await advance(3, 0, true);
        return {
          backend: facts.engine.backend,
          threads: facts.engine.threads,
          losses: [...before.records, ...progress.records].map(({ loss }) => loss),
          trainLoss,
          milliseconds,
          memoryBefore: before.memory,
          memory: progress.memory,
          notices: progress.engine.notices,
        };
      } finally {
        worker.terminate();
      }
    },
    workerAddress(),
    options,
  );
}
