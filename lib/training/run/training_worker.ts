/**
 * The training worker's main module: a session on tfjs behind the worker's own port.
 *
 * @module
 */
import { plainCandidate } from "@/lib/training/engines/plain_candidate.ts";
import { serveTraining, type TrainingPort } from "@/lib/training/run/serve_training.ts";
import { tfjsCandidates, wasmThreads } from "@/lib/training/engines/tfjs_candidates.ts";

const scope = globalThis as unknown as TrainingPort & { readonly navigator: Navigator };
const { navigator } = scope;

serveTraining(scope, {
  // The plain engine needs no download: it stands in where no backend of the library comes up.
  candidates: [
    ...tfjsCandidates({ cores: navigator.hardwareConcurrency ?? 1, hasGpu: "gpu" in navigator }),
    plainCandidate("only where the library does not load"),
  ],
  threads: wasmThreads,
  now: () => performance.now(),
  async fetchText(file) {
    const response = await fetch(`/static/${file}`);
    if (!response.ok) throw new Error(`status ${response.status}`);
    return await response.text();
  },
});
