/**
 * The hub's models in a browser.
 *
 * @module
 */
import { TRAINED_MODEL } from "@/lib/experiment/fields/predictor_query.ts";
import { once } from "@/lib/models/once.ts";
import { catalogDescriptions } from "@/lib/models/hub/catalog.ts";
import type { ModelProvider } from "@/lib/models/model_provider.ts";

/**
 * A provider whose code comes with the first use, so that a page that loads no model stays small.
 *
 * @param held The catalog's models that the host has; null for all of them.
 */
export function lazyProvider(modelHost: string, held: readonly string[] | null = null): ModelProvider {
  const load = once(async () => {
    const { createModelProvider } = await import("@/lib/models/client.ts");
    return createModelProvider({ host: new URL(modelHost, location.origin).href, createWorker });
  });
  return {
    catalog: catalogDescriptions()
      .filter(({ id }) => held === null || held.includes(id.name)),
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

const trained = () => import("@/lib/labs/train/trained_network.ts");

function createWorker(name: string): Worker {
  return new Worker(new URL("../../lib/models/worker/worker.ts", import.meta.url), { type: "module", name });
}
