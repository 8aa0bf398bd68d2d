/**
 * One load from request to running model: what to fetch, where to run it, and how it is replaced when it dies.
 *
 * @module
 */
import { raceSessions } from "@/lib/models/backend_choice.ts";
import { DEFAULT_REVISION } from "@/lib/models/hub/catalog.ts";
import { referenceFor } from "@/lib/models/hub/known_files.ts";
import { runtimePaths } from "@/lib/models/runtime_paths.ts";
import type { EngineBackend, LoadSpec } from "@/lib/models/engine.ts";
import { baseUrl, hubAddress } from "@/lib/models/hub/hub_address.ts";
import { type LoadProgress, type LoadRequest, ModelError } from "@/lib/models/model_provider.ts";
import {
  firstThatStarts,
  type ModelSession,
  type Started,
  type StartOptions,
} from "@/lib/models/worker/model_session.ts";
import { areCached, rememberRepository } from "@/lib/models/download/model_storage.ts";
import type { ProviderContext } from "@/lib/models/provider_context.ts";
import { makePlan, type Plan } from "@/lib/models/load_plan.ts";
import { repositoryFiles } from "@/lib/models/hub/repository.ts";
import { measured, type Replace, WorkerModel } from "@/lib/models/worker/worker_model.ts";

/**
 * Loads a model. `makeRoom` is called before the new model takes memory, once its files are there.
 *
 * @throws {ModelError} Why the model does not load.
 * @throws The signal's reason, if it aborts.
 */
export async function loadModel(
  context: ProviderContext,
  request: LoadRequest,
  signal: AbortSignal,
  makeRoom: () => void,
): Promise<WorkerModel> {
  const from = context.now();
  const onProgress = (progress: LoadProgress) => {
    if (signal.aborted) return;
    if (progress.phase === "expand" || progress.phase === "session") makeRoom();
    request.onProgress?.(progress);
  };
  onProgress({ phase: "describe", loadedBytes: 0, totalBytes: null, cached: false });
  const asked = hubAddress(context.host, request.name, request.revision || DEFAULT_REVISION);
  const plan = await makePlan(context, await context.repository(asked, signal), request);
  const started = await start(context, plan, { signal, onProgress });
  await remember(context, asked, plan, started);
  const { session, warmUp } = started;
  const report = {
    ...measured(session.facts),
    milliseconds: context.now() - from,
    warmUp,
    notices: [...plan.notices, ...started.notices, ...session.facts.report.notices],
  };
  return new WorkerModel(session, report, replacement(context, plan));
}

function start(context: ProviderContext, plan: Plan, options: StartOptions): Promise<Started> {
  const specs = plan.backends.map((backend) => loadSpec(context, plan, backend));
  if (plan.rival === null) return firstThatStarts(context, specs, options);
  const rival = loadSpec(context, plan, plan.rival);
  const { repository, dtype } = plan;
  const isStored = async () =>
    areCached(await context.openCache(), repository.address, repositoryFiles(repository, dtype));
  return raceSessions(context, specs, rival, { ...options, isStored });
}

function loadSpec(
  { origin }: ProviderContext,
  { repository, dtype, capabilities }: Plan,
  backend: EngineBackend,
): LoadSpec {
  const { name, revision } = repository.address;
  const files = repositoryFiles(repository, dtype);
  return {
    name,
    revision,
    dtype,
    backend,
    baseUrl: baseUrl(repository.address),
    files,
    expand: "auto",
    expandBudget: capabilities.expandBudget,
    threads: capabilities.threads,
    wasmPaths: runtimePaths(origin, backend),
    reference: referenceFor(name, files),
  };
}

/** A race's winner is kept for the next load; what the repository holds is kept for a load without a network. */
async function remember(
  context: ProviderContext,
  asked: Parameters<typeof rememberRepository>[1],
  { repository, dtype }: Plan,
  { session, warmUp }: Started,
): Promise<void> {
  const { name } = repository.address;
  if (warmUp.length > 1) context.memory.remember(name, dtype, session.spec.backend);
  const cache = await context.openCache();
  await (cache && rememberRepository(cache, asked, repository).catch(() => {
    // A full storage only means that this model needs the network next time.
  }));
}

/**
 * How a dead session is replaced: a worker that ended starts again where it was, what failed gives way to what is left
 * without it, and onnxruntime on WASM without memory leaves its weights as they are stored.
 */
function replacement(context: ProviderContext, plan: Plan): Replace {
  return (dead: ModelSession, reason: ModelError, signal: AbortSignal) => {
    const onWasm = { ...loadSpec(context, plan, "wasm"), expand: dead.spec.expand };
    const { name } = plan.repository.address;
    if (reason.code === "device_lost") context.memory.forget(name, plan.dtype);
    const specs = [...specsAfter(dead, reason)];
    if (specs.length === 0) return Promise.reject(reason);
    return firstThatStarts(context, specs, { signal, onProgress: () => {} });

    function* specsAfter({ spec }: ModelSession, { code }: ModelError): Generator<LoadSpec> {
      const again = spec.backend === "kernel"
        ? code !== "out_of_memory" && code !== "not_finite"
        : spec.backend === "webgpu" && code === "worker_lost";
      if (again) yield spec;
      if (spec.backend === "webgpu" && plan.backends.includes("kernel")) {
        yield loadSpec(context, plan, "kernel");
      }
      if (!plan.backends.includes("wasm")) return;
      yield spec.backend === "wasm" && code === "out_of_memory" ? { ...onWasm, expand: "never" } : onWasm;
    }
  };
}
