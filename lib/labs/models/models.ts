/**
 * The models of one column of a page: which is loaded, which is coming, and which answers. One instance a column.
 *
 * @module
 */
import { batch, type ReadonlySignal, signal } from "@preact/signals";
import { isEmbedded } from "@/lib/experiment/fields/predictor_query.ts";
import { isNamed, type ModelNames } from "@/lib/labs/predictor/model_choice.ts";
import type { PredictorPorts } from "@/lib/labs/predictor/ports.ts";
import { isAbort, loadProblem, type Problem } from "@/lib/labs/predictor/problem.ts";
import type { LanguageModel } from "@/lib/lm/language_model.ts";
import type {
  Device,
  LoadedModel,
  LoadProgress,
  ModelFile,
  ModelProvider,
} from "@/lib/models/model_provider.ts";

/** A model that is coming. */
export interface Loading {
  readonly name: string;
  /** Null until the first report. */
  readonly progress: LoadProgress | null;
}

/** Names of files of weights. */
const WEIGHTS = /\.(onnx|onnx_data|safetensors)$/;

/** What to load; what is left out is the model's own, or measured. */
export interface ModelRequest extends ModelNames {
  readonly device: Device;
}

/** The models of a column. */
export interface Models {
  /** The hub model that was loaded last; null for none, and where it was released for one that did not come. */
  readonly loaded: ReadonlySignal<LoadedModel | null>;
  readonly loading: ReadonlySignal<Loading | null>;
  /** Why the last load failed; null where none did. */
  readonly problem: ReadonlySignal<Problem | null>;
  /** Whether names mean a hub model that is not loaded. Follows the signals. */
  isMissing(names: ModelNames): boolean;
  /** The model that names mean: one of the site's own at its first use, or the loaded one; null where it is missing. */
  answering(names: ModelNames): Promise<LanguageModel | null>;
  /** Loads a hub model; false where it failed or was called off. */
  load(request: ModelRequest): Promise<boolean>;
  /** Loads a hub model that this device holds whole, and nothing else. */
  loadIfKept(request: ModelRequest): Promise<void>;
  /** The loaded model's file of weights with its hash; null where that is not known. */
  weights(): Promise<ModelFile | null>;
  /** Calls a load off. */
  cancel(): void;
  /** Gives back the memory of a loaded hub model that names do not mean. */
  releaseOthers(names: ModelNames): void;
}

/**
 * Creates the models of a column.
 *
 * @param slot The column's own place at the provider: loading into it releases what it held.
 */
export function createModels(
  provider: ModelProvider,
  embedded: PredictorPorts["embedded"],
  slot = "main",
): Models {
  const loaded = signal<LoadedModel | null>(null);
  const loading = signal<Loading | null>(null);
  const problem = signal<Problem | null>(null);
  let controller = new AbortController();

  function isMissing(names: ModelNames): boolean {
    return !isEmbedded(names.model) && (loaded.value === null || !isNamed(loaded.value.id, names));
  }

  async function answering(names: ModelNames): Promise<LanguageModel | null> {
    if (!isEmbedded(names.model)) return isMissing(names) ? null : loaded.peek();
    const { model } = names;
    try {
      return await embedded(model, (progress) => {
        // A hub model that is coming is what the column waits for.
        if (loading.peek() === null || loading.peek()?.name === model) {
          loading.value = { name: model, progress };
        }
      });
    } finally {
      if (loading.peek()?.name === model) loading.value = null;
    }
  }

  async function load({ model: name, ...rest }: ModelRequest): Promise<boolean> {
    controller.abort(new DOMException("Another load was asked for", "AbortError"));
    const { signal } = controller = new AbortController();
    batch(() => [loading.value, problem.value] = [{ name, progress: null }, null]);
    try {
      const onProgress = (progress: LoadProgress) => {
        if (!signal.aborted) loading.value = { name, progress };
      };
      const onRelease = () => void (loaded.value = null);
      const model = await provider.load({ name, ...rest, slot, signal, onProgress, onRelease });
      if (signal.aborted) {
        // It came after another was chosen: nobody else would give its memory back.
        await model.dispose();
        return false;
      }
      model.onRecovery = () => [loaded.value, loaded.value] = [null, model];
      loaded.value = model;
      return true;
    } catch (error) {
      if (!signal.aborted && !isAbort(error)) problem.value = loadProblem(error);
      return false;
    } finally {
      if (controller.signal === signal) loading.value = null;
    }
  }

  async function loadIfKept(request: ModelRequest): Promise<void> {
    try {
      const { cached } = await provider.describe(request.model, request.revision, undefined, request.dtype);
      if (cached && loading.peek() === null && isMissing(request)) await load(request);
    } catch {
      // A model that cannot be described is offered with its button, which says why.
    }
  }

  async function weights(): Promise<ModelFile | null> {
    const model = loaded.peek();
    if (model === null) return null;
    try {
      const { name, revision, dtype } = model.id;
      const { id, files } = await provider.describe(name, revision, undefined, dtype);
      const isSame = id.dtype === dtype && id.revision === revision;
      const hashed = files.filter(({ path, sha256 }) => isSame && WEIGHTS.test(path) && sha256);
      return hashed.sort((a, b) => (b.bytes ?? 0) - (a.bytes ?? 0))[0] ?? null;
    } catch {
      // A model that cannot be described now has no hash to name: its revision stands.
      return null;
    }
  }

  return {
    loaded,
    loading,
    problem,
    isMissing,
    answering,
    load,
    loadIfKept,
    weights,
    cancel: () => controller.abort(new DOMException("Canceled by the visitor", "AbortError")),
    releaseOthers(names) {
      const held = loaded.peek();
      if (held === null || isNamed(held.id, names)) return;
      loaded.value = null;
      void held.dispose();
    },
  };
}
