/**
 * The predictor's ports to a browser. Nothing of the browser is touched before it is used, so that the server can
 * render the same island.
 *
 * @module
 */
import { joinCorpora } from "@/lib/labs/predictor/count_corpus.ts";
import type { AddressPort, PredictorPorts, StoragePort } from "@/lib/labs/predictor/ports.ts";
import type { LanguageModel } from "@/lib/lm/language_model.ts";
import { catalogDescriptions } from "@/lib/models/hub/catalog.ts";
import type { ShippedName } from "@/lib/embedded/load_embedded_model.ts";
import type { LoadProgress, ModelProvider } from "@/lib/models/model_provider.ts";
import { wait } from "@/lib/models/download/wait.ts";
import type { PredictorProps } from "./props.ts";

/** Milliseconds that each phase of a step stays visible; none where motion is not wanted. */
const PHASE_TIME = 220;

/** Milliseconds that one of the site's own models may take to arrive before the page says so. */
const SHORT_LOAD = 1000;

/** Creates the ports of a page. */
export function browserPorts(props: PredictorProps): PredictorPorts {
  return {
    provider: lazyProvider(props.modelHost),
    embedded: embeddedModels(props),
    address: addressBar(props.base),
    storage: localText,
    clock: {
      now: () => performance.now(),
      wait: (milliseconds, signal = new AbortController().signal) => wait(milliseconds, signal),
    },
    phaseTime: wantsMotion() ? PHASE_TIME : 0,
  };
}

/** A provider whose code comes with the first use, so that a page that loads no model stays small. */
function lazyProvider(modelHost: string): ModelProvider {
  const load = once(async () => {
    const { createModelProvider } = await import("@/lib/models/client.ts");
    return createModelProvider({ host: new URL(modelHost, location.origin).href, createWorker });
  });
  return {
    catalog: catalogDescriptions(modelHost.startsWith("/")),
    async describe(name, ...rest) {
      if (name !== TRAINED_MODEL) return (await load()).describe(name, ...rest);
      const { browserStore, describeTrained } = await trained();
      return await describeTrained(browserStore);
    },
    async load(request) {
      if (request.name !== TRAINED_MODEL) return (await load()).load(request);
      const { browserStore, loadTrained } = await trained();
      return await loadTrained(browserStore);
    },
    storage: async () => (await load()).storage(),
    clearStorage: async (name) => (await load()).clearStorage(name),
  };
}

/** What links call the network of the training lab; the same as in lib/labs/train/trained_network.ts. */
const TRAINED_MODEL = "trained";
const trained = () => import("@/lib/labs/train/trained_network.ts");

function createWorker(name: string): Worker {
  return new Worker(new URL("../../lib/models/worker/worker.ts", import.meta.url), { type: "module", name });
}

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
      return await fetchEmbeddedModel(props.shipped[name], { onBytes });
    });
  const models = {
    "parcel-gpt": network("parcel-gpt"),
    "parcel-gru": network("parcel-gru"),
    "parcel-bert": network("parcel-bert"),
    counts: once<LanguageModel, [OnProgress?]>(() => fetchCounts(props)),
  };
  return (name, onProgress) => models[name](onProgress);
}

/** Fetches the shipped corpus and counts it in the tab. */
async function fetchCounts({ corpus }: Pick<PredictorProps, "corpus">) {
  const [{ createCountModel }, ...files] = await Promise.all([
    import("@/lib/lm/ngram/count_model.ts"),
    ...corpus.urls.map(fetchText),
  ]);
  return createCountModel(joinCorpora(files), { revision: corpus.revision });
}

async function fetchText(url: string): Promise<string> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`The corpus cannot be fetched (${response.status}): try again`);
  return await response.text();
}

function addressBar(base: string): AddressPort {
  return {
    base,
    replace: (address, state) => history.replaceState(state, "", address),
    push: (address, state) => history.pushState(state, "", address),
    back: () => history.back(),
    reload: () => location.reload(),
  };
}

const localText: StoragePort = {
  get: (key) => attempt(() => localStorage.getItem(key)) ?? null,
  set: (key, value) => void attempt(() => localStorage.setItem(key, value)),
  remove: (key) => void attempt(() => localStorage.removeItem(key)),
};

/** Storage can be blocked or full: then nothing is kept, and nothing breaks. */
function attempt<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch {
    return undefined;
  }
}

function wantsMotion(): boolean {
  return globalThis.matchMedia?.("(prefers-reduced-motion: reduce)").matches === false;
}

type OnProgress = (progress: LoadProgress) => void;

/** Makes a thing once, as first asked for; a failure is not kept. */
function once<T, Arguments extends unknown[] = []>(
  make: (...how: Arguments) => Promise<T>,
): (...how: Arguments) => Promise<T> {
  let made: Promise<T> | null = null;
  return (...how) =>
    made ??= make(...how).catch((error) => {
      made = null;
      throw error;
    });
}
