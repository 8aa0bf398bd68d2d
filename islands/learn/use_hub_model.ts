import { useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { lazyProvider } from "../models/lazy_provider.ts";
import { loadChosen, type ModelChoice } from "../models/model_choice.ts";
import type { LearnSources } from "./figure_props.ts";
import { liveModel } from "./live_model.ts";
import { createModels } from "@/lib/labs/models/models.ts";
import type { LanguageModel } from "@/lib/lm/language_model.ts";

/** The model that answers in a part of the course. */
export interface HubModel extends ModelChoice {
  /** parcel-gpt, or the hub's model that was chosen. */
  answering(): Promise<LanguageModel>;
}

/** Lets a visitor put a hub model in parcel-gpt's place. `onChosen` is called when another one answers. */
export function useHubModel(sources: LearnSources, onChosen: () => void): HubModel {
  const chosen = useSignal<string | null>(null);
  const models = useMemo(
    () => createModels(lazyProvider(sources.modelHost), () => liveModel(sources), "learn"),
    [],
  );
  return {
    models,
    hub: chosen.value,
    async choose(name) {
      if (!await loadChosen(models, name)) return;
      chosen.value = name;
      onChosen();
    },
    answering: async () => chosen.peek() === null ? await liveModel(sources) : models.loaded.peek()!,
  };
}
