/**
 * The bench's page: every contestant behind one object that the bench calls into.
 *
 * @module
 */
import type { BareWorker } from "./bare_worker.ts";
import type { GenerateWorker } from "./generate_worker.ts";
import * as ours from "./ours.ts";
import { remote } from "./rpc.ts";
import * as wllama from "./wllama.ts";

const bench = {
  ours,
  wllama,
  generate: remote<GenerateWorker>(
    new Worker(new URL("./generate_worker.ts", import.meta.url), { type: "module" }),
  ),
  bare: remote<BareWorker>(new Worker(new URL("./bare_worker.ts", import.meta.url), { type: "module" })),
};

/** What the bench calls. */
export type BenchPage = typeof bench;

Object.assign(globalThis, { bench });
