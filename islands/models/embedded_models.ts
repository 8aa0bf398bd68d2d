/**
 * The site's own models in a browser.
 *
 * @module
 */
import type { PredictorProps } from "../predictor/props.ts";
import { fetchOnce } from "./fetch_ahead.ts";
import type { ShippedName } from "@/lib/embedded/shipped.ts";
import type { PredictorPorts } from "@/lib/labs/predictor/ports.ts";
import type { LanguageModel } from "@/lib/lm/language_model.ts";
import type { LoadProgress } from "@/lib/models/model_provider.ts";
import { once } from "@/lib/models/once.ts";

/** Milliseconds that one of the site's own models may take to arrive before the page says so. */
const SHORT_LOAD = 1000;

type OnProgress = (progress: LoadProgress) => void;

/** The site's own models: code and files come with the first use. */
export function embeddedModels(
  props: Pick<PredictorProps, "corpus" | "shipped">,
): PredictorPorts["embedded"] {
  const network = (name: ShippedName) =>
    once<LanguageModel, [OnProgress?]>(async (onProgress) => {
      const { fetchEmbeddedModel } = await import("@/lib/embedded/load_embedded_model.ts");
      const totalBytes = props.shipped[name].bytes;
      const began = performance.now();
      const onBytes = (loadedBytes: number) => {
        if (performance.now() - began < SHORT_LOAD) return;
        onProgress?.({ phase: "download", loadedBytes, totalBytes, cached: false });
      };
      return await fetchEmbeddedModel(props.shipped[name], { onBytes, createThread, fetch: fetchOnce });
    });
  const models = {
    "parcel-gpt": network("parcel-gpt"),
    "parcel-gru": network("parcel-gru"),
    "parcel-bert": network("parcel-bert"),
    counts: once<LanguageModel, [OnProgress?]>(async () => {
      const { fetchCountModel } = await import("@/lib/labs/models/fetch_count_model.ts");
      return await fetchCountModel(props.corpus);
    }),
  };
  return (name, onProgress) => models[name](onProgress);
}

function createThread(name: ShippedName): Worker {
  return new Worker(new URL("../../lib/embedded/embedded_worker.ts", import.meta.url), {
    type: "module",
    name,
  });
}
