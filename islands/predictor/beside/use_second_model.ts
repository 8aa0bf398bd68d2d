import { type ReadonlySignal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { fitsMemory } from "../../models/fits_memory.ts";
import { isEmbedded } from "@/lib/experiment/fields/predictor_query.ts";
import { createModels, type Loading, type Models } from "@/lib/labs/models/models.ts";
import type { PredictorPorts } from "@/lib/labs/predictor/ports.ts";
import type { PredictorLab } from "@/lib/labs/predictor/predictor_lab.ts";
import { loadProblem, type Problem } from "@/lib/labs/predictor/problem.ts";
import type { LanguageModel } from "@/lib/lm/language_model.ts";
import type { ModelProvider } from "@/lib/models/model_provider.ts";

/** The page's ports and lab, as the second model needs them. */
export interface SecondModelSource extends Pick<PredictorPorts, "provider" | "embedded"> {
  readonly lab: PredictorLab;
}

/** The model that `beside` names. */
export interface SecondModel {
  /** Null while it is not there. */
  readonly model: ReadonlySignal<LanguageModel | null>;
  readonly loading: ReadonlySignal<Loading | null>;
  /** Why it did not come; null where nothing failed. */
  readonly problem: ReadonlySignal<Problem | null>;
  /** Loads it, or asks for one of the site's own once more. */
  load(): void;
  cancel(): void;
}

/** The second column's models, one a page: a model that was loaded stays when the comparison is closed and opened. */
const columns = new WeakMap<ModelProvider, Models>();

function columnOf({ provider, embedded }: SecondModelSource): Models {
  const known = columns.get(provider) ?? createModels(provider, embedded, "beside");
  columns.set(provider, known);
  return known;
}

/**
 * The model that `beside` names: the site's own by itself; one of a hub where the first column has it, where it is on
 * this disk and the device has the memory, else when it is asked for.
 */
export function useSecondModel(source: SecondModelSource): SecondModel {
  const { query, loaded } = source.lab.state;
  const name = query.value.beside;
  const models = columnOf(source);
  const model = useSignal<LanguageModel | null>(null);
  const failed = useSignal<Problem | null>(null);
  const tries = useSignal(0);
  const there = [loaded.value, models.loaded.value].find((each) => each?.id.name === name) ?? null;
  useEffect(() => () => models.cancel(), [name]);
  useEffect(() => {
    let isCurrent = true;
    models.releaseOthers({ model: name, revision: "", dtype: "auto" });
    [model.value, failed.value] = [there, null];
    if (isEmbedded(name)) {
      models.answering({ model: name, revision: "", dtype: "auto" }).then(
        (made) => isCurrent && (model.value = made),
        (error) => isCurrent && (failed.value = loadProblem(error)),
      );
    } else if (there === null) {
      isOnDisk(source, name).then((is) => is && isCurrent ? load() : undefined);
    }
    return () => void (isCurrent = false);
  }, [name, there, tries.value]);
  async function load(): Promise<void> {
    failed.value = null;
    const isThere = await models.load({ model: name, revision: "", dtype: "auto", device: "auto" });
    if (!isThere && query.peek().beside === name) failed.value = models.problem.peek();
  }
  return {
    model,
    loading: models.loading,
    problem: failed,
    load: () => isEmbedded(name) ? void tries.value++ : void load(),
    cancel: models.cancel,
  };
}

/** Looks a hub model up, so that its size stands on its button; says whether nothing has to be asked to load it. */
async function isOnDisk({ lab, provider }: SecondModelSource, name: string): Promise<boolean> {
  try {
    const found = await provider.describe(name, "", undefined, "auto");
    const { described } = lab.state;
    described.value = [...described.peek().filter(({ id }) => id.name !== found.id.name), found];
    return found.cached && fitsMemory(found.memoryBytes);
  } catch {
    // A model that cannot be looked up is offered with its button, which says why.
    return false;
  }
}
