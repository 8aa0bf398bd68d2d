/** A world for the predictor to live in: an address bar with history, a store, a clock, and models of the test's making. */
import { clearImmediate, setImmediate } from "node:timers";
import type { HistoryPort } from "@/lib/labs/experiment/ports.ts";
import type { PredictorPorts } from "@/lib/labs/predictor/ports.ts";
import type { LanguageModel, ModelId } from "@/lib/lm/language_model.ts";
import {
  type LoadedModel,
  type LoadReport,
  type LoadRequest,
  ModelError,
  type ModelProvider,
} from "@/lib/models/model_provider.ts";
import type { HistoryEntry } from "@/tests/labs/fake_history.ts";

/** An address bar that remembers, with Back. */
export interface FakeAddress extends HistoryPort {
  readonly entries: HistoryEntry[];
  /** How often the page was loaded again. */
  reloads: number;
  /** Called with the entry that Back returns to. */
  onBack: (entry: HistoryEntry) => void;
}

/** Creates an address bar that shows the bare page. */
export function fakeAddress(): FakeAddress {
  const entries: HistoryEntry[] = [{ address: "/", state: null }];
  const fake: FakeAddress = {
    entries,
    onBack: () => {},
    replace: (address, state) => void (entries[entries.length - 1] = { address, state }),
    push: (address, state) => void entries.push({ address, state }),
    reloads: 0,
    back() {
      entries.pop();
      const entry = entries.at(-1);
      if (entry !== undefined) fake.onBack(entry);
    },
  };
  return fake;
}

/** Turns a model into one that a provider loaded. */
export function loadedModel(model: LanguageModel, id: ModelId): LoadedModel {
  const report: LoadReport = {
    backend: "wasm",
    engine: "onnxruntime",
    threads: 1,
    crossOriginIsolated: false,
    expanded: false,
    expandedBytes: 0,
    milliseconds: 1,
    warmUp: [],
    referenceMatches: null,
    notices: [],
  };
  return { ...model, id, backend: "wasm", report, onRecovery: null };
}

/** A provider with one model, or the failure it gives instead. */
export function fakeProvider(
  load: (request: LoadRequest) => Promise<LoadedModel> = () =>
    Promise.reject(new ModelError("not_found", "There is no such model: choose another")),
): ModelProvider {
  return {
    catalog: [],
    describe: (name) => Promise.reject(new ModelError("not_found", `There is no ${name}: check the name`)),
    load,
    storage: () => Promise.resolve({ usedBytes: 0, quotaBytes: null, models: [] }),
    clearStorage: () => Promise.resolve(),
  };
}

/** Ports around a count model; waits take no time but a task, unless `typing` holds them. */
export function fakePorts(counts: LanguageModel, provider: ModelProvider = fakeProvider()) {
  const stored = new Map<string, string>();
  const address = fakeAddress();
  const ports: PredictorPorts = {
    provider,
    embedded: () => Promise.resolve(counts),
    base: "/",
    history: address,
    reload: () => void address.reloads++,
    storage: {
      get: (key) => stored.get(key) ?? null,
      set: (key, value) => void stored.set(key, value),
      remove: (key) => void stored.delete(key),
    },
    clock: { now: () => performance.now(), wait: nextTask },
    random: () => 0.5,
    phaseTime: 1,
  };
  return { ports, address, stored };
}

function nextTask(_milliseconds: number, signal?: AbortSignal): Promise<void> {
  if (signal?.aborted) return Promise.reject(signal.reason);
  return new Promise((resolve, reject) => {
    const timer = setImmediate(resolve);
    signal?.addEventListener("abort", () => {
      clearImmediate(timer);
      reject(signal.reason);
    }, { once: true });
  });
}
