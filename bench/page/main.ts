/**
 * The bench's page: every contestant behind one object that the bench calls into.
 *
 * @module
 */
import type { BareWorker } from "./bare_worker.ts";
import type { GenerateWorker } from "./generate_worker.ts";
import * as ours from "./ours.ts";
import type { OwnWorker } from "./own_worker.ts";
import { remote } from "./rpc.ts";
import * as wllama from "./wllama.ts";

function bareWorker() {
  return remote<BareWorker>(new Worker(new URL("./bare_worker.ts", import.meta.url), { type: "module" }));
}

const bench = {
  ours,
  wllama,
  generate: remote<GenerateWorker>(
    new Worker(new URL("./generate_worker.ts", import.meta.url), { type: "module" }),
  ),
  bare: bareWorker(),
  /** The same on one thread, as in an embed: onnxruntime keeps the number of its first session. */
  bareAlone: bareWorker(),
  own: remote<OwnWorker>(new Worker(new URL("./own_worker.ts", import.meta.url), { type: "module" })),
};

/** What the bench calls. */
export type BenchPage = typeof bench;

Object.assign(globalThis, { bench });
