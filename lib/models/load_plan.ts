/**
 * What a load decides before any worker starts: the weight format, what may compute it, and what is to be measured.
 *
 * @module
 */
import { RACE_LIMIT_BYTES } from "@/lib/models/backend_choice.ts";
import type { Dtype } from "@/lib/models/dtype_names.ts";
import type { EngineBackend } from "@/lib/models/engine.ts";
import { backendsFor, type DtypeSupport, SAFETENSORS, SAFETENSORS_FILE } from "@/lib/models/hub/dtypes.ts";
import { referenceFor } from "@/lib/models/hub/known_files.ts";
import {
  describeRepository,
  type Repository,
  repositoryDtypes,
  repositoryFiles,
} from "@/lib/models/hub/repository.ts";
import { type Device, type LoadRequest, ModelError } from "@/lib/models/model_provider.ts";
import type { Capabilities, ProviderContext } from "@/lib/models/provider_context.ts";

/** The plan of one load. */
export interface Plan {
  readonly repository: Repository;
  readonly dtype: Dtype;
  readonly capabilities: Capabilities;
  /** What to try, best first. */
  readonly backends: readonly EngineBackend[];
  /** What the first is to be measured against; null for nothing. */
  readonly rival: EngineBackend | null;
  readonly notices: readonly string[];
}

/** Makes a plan. @throws {ModelError} `unsupported`, if the repository has no weights that this device computes. */
export async function makePlan(
  context: ProviderContext,
  repository: Repository,
  request: LoadRequest,
): Promise<Plan> {
  const capabilities = await context.capabilities();
  const wanted = request.device ?? "auto";
  const support = { backends: offered(capabilities, wanted), shaderF16: capabilities.shaderF16 };
  const dtype = chooseDtype(repository, request.dtype ?? "auto", support);
  const backends = backendsFor(dtype, support);
  const notices = wanted === "webgpu" && !backends.includes("webgpu") ? [notOnGpu(dtype)] : [];
  const plan = { repository, dtype, capabilities, notices };
  if (wanted === "webgpu") return { ...plan, backends: first(backends, "webgpu"), rival: null };
  const winner = context.memory.recall(repository.address.name, dtype);
  if (winner !== null && backends.includes(winner)) {
    return { ...plan, backends: first(backends, winner), rival: null };
  }
  return { ...plan, ...automatic(plan, backends) };
}

/** What a device offers of what is asked for: `wasm` and `webgpu` are onnxruntime, `cpu` is anything but a GPU. */
function offered({ kernel, webgpu }: Capabilities, wanted: Device): EngineBackend[] {
  const own = kernel && wanted !== "wasm";
  const gpu = webgpu && wanted !== "wasm" && wanted !== "cpu";
  return [...(own ? ["kernel" as const] : []), "wasm", ...(gpu ? ["webgpu" as const] : [])];
}

function notOnGpu(dtype: Dtype): string {
  return dtype === SAFETENSORS
    ? "Safetensors are not computed on WebGPU: this site's own engine does"
    : "This browser offers no WebGPU: the model runs on WASM";
}

function first(backends: readonly EngineBackend[], wanted: EngineBackend): EngineBackend[] {
  return [...backends].sort((a, b) => Number(b === wanted) - Number(a === wanted));
}

/**
 * Small models are measured on a GPU too; large ones go to it; a GPU in software is no GPU. This site's own engine is
 * compared with onnxruntime where no reference says that its answers are right.
 */
function automatic(
  { repository, dtype, capabilities }: Pick<Plan, "repository" | "dtype" | "capabilities">,
  backends: readonly EngineBackend[],
): Pick<Plan, "backends" | "rival"> {
  const { memoryBytes } = describeRepository(repository, dtype, [], false);
  const small = memoryBytes !== null && memoryBytes <= RACE_LIMIT_BYTES;
  if (backends.includes("webgpu") && !capabilities.softwareAdapter) {
    const race = small && backends.length > 1;
    return { backends: race ? backends : first(backends, "webgpu"), rival: race ? "webgpu" : null };
  }
  const isProven = referenceFor(repository.address.name, repositoryFiles(repository, dtype)) !== null;
  const compare = backends[0] === "kernel" && backends.includes("wasm") && !isProven && small;
  return { backends, rival: compare ? "wasm" : null };
}

function chooseDtype(repository: Repository, wanted: string, support: DtypeSupport): Dtype {
  const usable = repositoryDtypes(repository, support);
  const chosen = wanted === "auto" || wanted === "" ? usable[0] : usable.find((dtype) => dtype === wanted);
  if (chosen !== undefined) return chosen;
  const isLeft = usable.length === 0 || wanted === SAFETENSORS;
  if (isLeft && repository.weights[SAFETENSORS] && !support.backends.includes("kernel")) {
    const { name } = repository.address;
    throw new ModelError(
      "unsupported",
      `onnxruntime does not read the ${SAFETENSORS_FILE} of "${name}", and this site's own engine is not asked or does not run here: choose the device auto, or a repository with ONNX weights`,
    );
  }
  const offer = usable.length > 0 ? `choose ${usable.join(", ")}` : "choose another model";
  const what = wanted === "auto" || wanted === ""
    ? "weights that this device computes"
    : `"${wanted}" weights to run here`;
  throw new ModelError("unsupported", `"${repository.address.name}" has no ${what}: ${offer}`);
}
