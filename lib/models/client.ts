/**
 * The page's side of models: describes repositories, loads one model per slot into a worker, and keeps it alive.
 *
 * @module
 */
import { catalogDescriptions, DEFAULT_REVISION } from "@/lib/models/hub/catalog.ts";
import { hubAddress } from "@/lib/models/hub/hub_address.ts";
import { loadModel } from "@/lib/models/load_model.ts";
import {
  type LoadedModel,
  type LoadRequest,
  type ModelDescription,
  ModelError,
  type ModelProvider,
} from "@/lib/models/model_provider.ts";
import { areCached, clearModels, storageReport } from "@/lib/models/download/model_storage.ts";
import {
  type ModelProviderOptions,
  type ProviderContext,
  providerContext,
} from "@/lib/models/provider_context.ts";
import { describeRepository, repositoryDtypes, repositoryFiles } from "@/lib/models/hub/repository.ts";
import type { WorkerModel } from "@/lib/models/worker/worker_model.ts";

/** A slot: at most one model, and at most one load on its way to replace it. */
interface Slot {
  model: WorkerModel | null;
  loading: AbortController | null;
}

/** Makes the provider of hub models. */
export function createModelProvider(options: ModelProviderOptions): ModelProvider {
  const context = providerContext(options);
  const slots = new Map<string, Slot>();
  return {
    catalog: catalogDescriptions(),
    describe: (...model) => describe(context, ...model),
    load: (request) => loadInto(context, slotOf(slots, request.slot ?? "main"), request),
    storage: async () => storageReport(await context.openCache(), context.estimator),
    clearStorage: async (name) => {
      const cache = await context.openCache();
      if (cache !== null) await clearModels(cache, name);
    },
  };
}

async function describe(
  context: ProviderContext,
  name: string,
  revision = "",
  signal = new AbortController().signal,
  dtype = "auto",
): Promise<ModelDescription> {
  const address = hubAddress(context.host, name, revision || DEFAULT_REVISION);
  const repository = await context.repository(address, signal);
  const { webgpu, kernel, shaderF16 } = await context.capabilities();
  const dtypes = repositoryDtypes(repository, {
    backends: [
      ...(webgpu ? ["webgpu" as const] : []),
      "wasm",
      ...(kernel ? ["kernel" as const] : []),
    ],
    shaderF16,
  });
  const described = dtypes.find((each) => each === dtype) ?? dtypes[0];
  if (described === undefined) {
    throw new ModelError(
      "unsupported",
      `"${name}" has only weights that this device does not compute: in 16-bit floats, or safetensors`,
    );
  }
  const files = repositoryFiles(repository, described);
  const cached = await areCached(await context.openCache(), repository.address, files);
  return describeRepository(repository, described, dtypes, cached);
}

/** A load takes its slot at once: one that is under way there is called off, the model there goes when memory is needed. */
async function loadInto(context: ProviderContext, slot: Slot, request: LoadRequest): Promise<LoadedModel> {
  slot.loading?.abort(new ModelError("aborted", "Another model is being loaded in its place"));
  const loading = slot.loading = new AbortController();
  const signal = request.signal === undefined
    ? loading.signal
    : AbortSignal.any([request.signal, loading.signal]);
  const release = () => {
    slot.model?.dispose();
    slot.model = null;
  };
  const makeRoom = () => {
    if (slot.model === null) return;
    release();
    request.onRelease?.();
  };
  try {
    const model = await loadModel(context, request, signal, makeRoom);
    if (signal.aborted) await model.dispose();
    signal.throwIfAborted();
    release();
    slot.model = model;
    return model;
  } finally {
    if (slot.loading === loading) slot.loading = null;
  }
}

function slotOf(slots: Map<string, Slot>, name: string): Slot {
  const slot = slots.get(name) ?? { model: null, loading: null };
  slots.set(name, slot);
  return slot;
}
