/**
 * Choosing, describing, loading and clearing models.
 *
 * @module
 */
import { batch } from "@preact/signals";
import { DEFAULT_QUERY } from "@/lib/experiment/fields/predictor_fields.ts";
import {
  DEFAULT_MODEL,
  type EmbeddedName,
  type PredictorQuery,
} from "@/lib/experiment/fields/predictor_query.ts";
import type { PredictorPorts } from "@/lib/labs/predictor/ports.ts";
import type { PredictorState } from "@/lib/labs/predictor/predictor_state.ts";
import { isAbort, loadProblem } from "@/lib/labs/predictor/problem.ts";
import type { Device, LoadedModel } from "@/lib/models/model_provider.ts";

/** What to load; what is left out is the model's own, or measured. */
export interface ModelRequest {
  readonly name: string;
  readonly revision?: string;
  readonly dtype?: string;
  readonly device?: Device;
}

/** The commands about models. */
export interface ModelCommands {
  /** Loads a model and makes it the experiment's; what was shown stays until it is ready. */
  load(request: ModelRequest): Promise<void>;
  /** Calls a load off. One of the site's own models keeps coming: the experiment goes back to the one before it. */
  cancel(): void;
  /** Loads again what failed last, on another device if one is named. */
  retry(device?: Device): Promise<void>;
  /** Looks a repository up without downloading its weights. */
  describe(name: string, revision?: string): Promise<void>;
  /** Goes to one of the site's own models. */
  useEmbedded(name?: EmbeddedName): void;
  refreshStorage(): Promise<void>;
  clearStorage(name?: string): Promise<void>;
}

/** Makes the experiment another one; `path` is dropped where the tokens are no longer those of the model. */
type ChangeModel = (change: Partial<PredictorQuery>, how: "push" | "replace") => void;

/** Creates the commands of a page. */
export function createModelCommands(
  state: PredictorState,
  ports: PredictorPorts,
  change: ChangeModel,
): ModelCommands {
  let controller = new AbortController();
  let last: ModelRequest | null = null;

  async function load(request: ModelRequest): Promise<void> {
    controller.abort();
    const { signal } = controller = new AbortController();
    last = request;
    batch(() => {
      state.loading.value = { name: request.name, progress: null };
      state.loadProblem.value = null;
    });
    try {
      const onProgress = (progress: NonNullable<typeof state.loading.value>["progress"]) => {
        if (!signal.aborted) state.loading.value = { name: request.name, progress };
      };
      const onRelease = () => void (state.loaded.value = null);
      const model = await ports.provider.load({ ...request, signal, onProgress, onRelease });
      signal.throwIfAborted();
      take(model, request);
    } catch (error) {
      if (!signal.aborted && !isAbort(error)) state.loadProblem.value = loadProblem(error);
    } finally {
      if (controller.signal === signal) state.loading.value = null;
    }
    await refreshStorage();
  }

  function take(model: LoadedModel, request: ModelRequest): void {
    model.onRecovery = ({ message }) => {
      state.modelNotices.value = [...state.modelNotices.peek(), message];
      state.loaded.value = null;
      state.loaded.value = model;
    };
    const query = state.query.peek();
    const wanted = query.model === model.id.name;
    batch(() => {
      state.loaded.value = model;
      state.modelNotices.value = model.report.notices;
      state.passes.value = [];
      const { name, revision, dtype } = model.id;
      const device = request.device ?? "auto";
      change(
        {
          model: name,
          revision,
          dtype,
          device,
          ...(wanted ? {} : { path: [], branches: [], heads_off: [] }),
        },
        wanted ? "replace" : "push",
      );
    });
  }

  async function describe(name: string, revision?: string): Promise<void> {
    state.loadProblem.value = null;
    try {
      const { model, dtype } = state.query.peek();
      const asked = model === name ? dtype : "auto";
      const description = await ports.provider.describe(name, revision, undefined, asked);
      const others = state.described.peek().filter(({ id }) => id.name !== description.id.name);
      state.described.value = [...others, description];
    } catch (error) {
      if (!isAbort(error)) state.loadProblem.value = loadProblem(error);
    }
  }

  function useEmbedded(model: EmbeddedName = DEFAULT_MODEL): void {
    const { revision, dtype, device } = DEFAULT_QUERY;
    controller.abort();
    state.loadProblem.value = null;
    change({ model, revision, dtype, device, path: [], branches: [], heads_off: [] }, "push");
  }

  async function refreshStorage(): Promise<void> {
    try {
      state.storage.value = await ports.provider.storage();
    } catch {
      // A browser without storage has nothing to show.
      state.storage.value = null;
    }
  }

  async function clearStorage(name?: string): Promise<void> {
    await ports.provider.clearStorage(name);
    await refreshStorage();
  }

  function cancel(): void {
    if (state.loading.peek() === null) return ports.history.back();
    controller.abort();
  }

  return {
    load,
    cancel,
    retry: (device) =>
      last === null ? Promise.resolve() : load(device === undefined ? last : { ...last, device }),
    describe,
    useEmbedded,
    refreshStorage,
    clearStorage,
  };
}
