/**
 * One load from request to running model: what to fetch, where to run it, and how it is replaced when it dies.
 *
 * @module
 */
import { RACE_LIMIT_BYTES, raceSessions } from "@/lib/models/backend_choice.ts";
import { DEFAULT_REVISION } from "@/lib/models/hub/catalog.ts";
import { referenceFor } from "@/lib/models/hub/known_files.ts";
import { runtimePaths } from "@/lib/models/engine/device.ts";
import { backendsFor, type Dtype, type DtypeSupport } from "@/lib/models/hub/dtypes.ts";
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
import type { Capabilities, ProviderContext } from "@/lib/models/provider_context.ts";
import {
  describeRepository,
  type Repository,
  repositoryDtypes,
  repositoryFiles,
} from "@/lib/models/hub/repository.ts";
import { measured, type Replace, WorkerModel } from "@/lib/models/worker/worker_model.ts";

/** What a load decided before any worker started. */
interface Plan {
  readonly repository: Repository;
  readonly dtype: Dtype;
  readonly capabilities: Capabilities;
  /** Backends to try, best first. */
  readonly backends: readonly EngineBackend[];
  /** Whether the first two are to be measured against each other. */
  readonly race: boolean;
  readonly notices: readonly string[];
}

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

async function makePlan(
  context: ProviderContext,
  repository: Repository,
  request: LoadRequest,
): Promise<Plan> {
  const capabilities = await context.capabilities();
  const wanted = request.device ?? "auto";
  const onlyWasm = !capabilities.webgpu || wanted === "wasm" || wanted === "cpu";
  const support: DtypeSupport = {
    backends: onlyWasm ? ["wasm"] : ["wasm", "webgpu"],
    shaderF16: capabilities.shaderF16,
  };
  const dtype = chooseDtype(repository, request.dtype ?? "auto", support);
  const backends = backendsFor(dtype, support);
  const missing = wanted === "webgpu" && !capabilities.webgpu;
  const notices = missing ? ["This browser offers no WebGPU: the model runs on WASM"] : [];
  const plan = { repository, dtype, capabilities, notices };
  if (wanted === "webgpu") return { ...plan, backends: backends.toReversed(), race: false };
  const winner = context.memory.recall(repository.address.name, dtype);
  if (winner !== null && backends.includes(winner)) {
    return { ...plan, backends: [winner, ...backends.filter((backend) => backend !== winner)], race: false };
  }
  return { ...plan, ...automatic(plan, backends) };
}

/** Small models are measured on both backends; large ones go to the GPU; a GPU in software is no GPU. */
function automatic(
  { repository, dtype, capabilities }: Pick<Plan, "repository" | "dtype" | "capabilities">,
  backends: readonly EngineBackend[],
): Pick<Plan, "backends" | "race"> {
  if (backends.length < 2 || capabilities.softwareAdapter) return { backends, race: false };
  const { memoryBytes } = describeRepository(repository, dtype, [], false);
  const small = memoryBytes !== null && memoryBytes <= RACE_LIMIT_BYTES;
  return small ? { backends, race: true } : { backends: backends.toReversed(), race: false };
}

function chooseDtype(repository: Repository, wanted: string, support: DtypeSupport): Dtype {
  const usable = repositoryDtypes(repository, support);
  const chosen = wanted === "auto" || wanted === "" ? usable[0] : usable.find((dtype) => dtype === wanted);
  if (chosen !== undefined) return chosen;
  const offer = usable.length > 0 ? `choose ${usable.join(", ")}` : "choose another model";
  const what = wanted === "auto" || wanted === ""
    ? "weights that this device computes"
    : `"${wanted}" weights to run here`;
  throw new ModelError("unsupported", `"${repository.address.name}" has no ${what}: ${offer}`);
}

function start(context: ProviderContext, plan: Plan, options: StartOptions): Promise<Started> {
  const specs = plan.backends.map((backend) => loadSpec(context, plan, backend));
  const [first, second] = specs;
  if (!plan.race || first === undefined || second === undefined) {
    return firstThatStarts(context, specs, options);
  }
  const { repository, dtype } = plan;
  const isStored = async () =>
    areCached(await context.openCache(), repository.address, repositoryFiles(repository, dtype));
  return raceSessions(context, [first, second], isStored, options);
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
 * How a dead session is replaced: a worker that the browser ended starts again where it was, a device that
 * failed gives way to WASM, and a WASM worker without memory leaves its weights as they are stored.
 */
function replacement(context: ProviderContext, plan: Plan): Replace {
  return (dead: ModelSession, reason: ModelError, signal: AbortSignal) => {
    const onWasm = { ...loadSpec(context, plan, "wasm"), expand: dead.spec.expand };
    const specs = dead.spec.backend === "wasm"
      ? [reason.code === "out_of_memory" ? { ...onWasm, expand: "never" as const } : onWasm]
      : backendsFor(plan.dtype, { backends: ["wasm"], shaderF16: false }).map(() => onWasm);
    const again = reason.code === "worker_lost" && dead.spec.backend === "webgpu" ? [dead.spec] : [];
    if (reason.code === "device_lost") context.memory.forget(plan.repository.address.name, plan.dtype);
    return firstThatStarts(context, [...again, ...specs], { signal, onProgress: () => {} });
  };
}
