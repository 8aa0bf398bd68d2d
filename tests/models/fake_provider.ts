import { createModelProvider } from "@/lib/models/client.ts";
import type { LoadSpec } from "@/lib/models/engine.ts";
import type { LoadedModel, LoadRequest, ModelProvider } from "@/lib/models/model_provider.ts";
import type { Capabilities } from "@/lib/models/provider_context.ts";
import type { FakeBehavior } from "./fake_engine.ts";
import { type FakeWorker, fakeWorkers } from "./fake_worker.ts";
import { type MemoryCache, memoryCache } from "./memory_cache.ts";
import { type TestHost, testHost } from "./test_host.ts";

const CONFIG = {
  architectures: ["LlamaForCausalLM"],
  model_type: "llama",
  hidden_size: 8,
  intermediate_size: 16,
  num_hidden_layers: 1,
  num_attention_heads: 1,
  max_position_embeddings: 16,
  vocab_size: 8,
};

/** A repository that loads. */
export const FILES: Readonly<Record<string, string>> = {
  "config.json": JSON.stringify(CONFIG),
  "tokenizer.json": "{}",
  "tokenizer_config.json": '{"chat_template":"x"}',
  "onnx/model_q4.onnx": "weights",
};

/** What a browser with both backends offers. */
export const BOTH: Capabilities = {
  webgpu: true,
  shaderF16: false,
  kernel: false,
  crossOriginIsolated: true,
  threads: 2,
  expandBudget: 1e9,
};

/** What a browser offers that runs this site's own engine as well. */
export const WITH_KERNEL: Capabilities = { ...BOTH, webgpu: false, kernel: true };

/** What a browser without WebGPU offers. */
export const ONLY_WASM: Capabilities = { ...BOTH, webgpu: false };

/** A provider over a host in this process, workers in this thread and a cache in memory. */
export interface FakeProvider extends AsyncDisposable {
  readonly provider: ModelProvider;
  readonly workers: readonly FakeWorker[];
  readonly host: TestHost;
  readonly cache: MemoryCache;
  /** What the browser remembers of backends. */
  readonly remembered: Map<string, string>;
  load(request?: Partial<LoadRequest>): Promise<LoadedModel>;
  /** Workers that were not ended, by what they loaded. */
  running(): string[];
}

export interface FakeProviderOptions {
  readonly behave?: (spec: LoadSpec, index: number) => FakeBehavior;
  readonly capabilities?: Capabilities;
  readonly files?: Readonly<Record<string, string>>;
  readonly remembered?: Readonly<Record<string, string>>;
  /** What the host says of the length of a file in place of the truth; null for nothing. */
  readonly lengths?: Readonly<Record<string, number | null>>;
}

export function fakeProvider(options: FakeProviderOptions = {}): FakeProvider {
  const { behave, capabilities = ONLY_WASM, files = FILES } = options;
  const host = testHost((request) => {
    const path = new URL(request.url).pathname.replace(/^\/a\/b\/resolve\/main\//, "");
    const body = files[path];
    if (body === undefined) return new Response(null, { status: 404 });
    const length = options.lengths?.[path];
    return new Response(request.method === "HEAD" ? null : body, {
      headers: length === null
        ? { "content-length": `${body.length}`, "content-encoding": "gzip" }
        : { "content-length": `${length ?? body.length}` },
    });
  });
  const cache = memoryCache();
  const { workers, locks, createWorker, settled } = fakeWorkers(behave, { cache });
  const loaded: LoadedModel[] = [];
  const remembered = new Map(Object.entries(options.remembered ?? {}));
  const provider = createModelProvider({
    createWorker,
    locks,
    host: host.url,
    origin: "http://site.test",
    openCache: () => Promise.resolve(cache),
    memory: {
      getItem: (key) => remembered.get(key) ?? null,
      setItem: (key, value) => void remembered.set(key, value),
      removeItem: (key) => void remembered.delete(key),
    },
    estimator: undefined,
    capabilities: () => Promise.resolve(capabilities),
  });
  return {
    provider,
    workers,
    host,
    cache,
    remembered,
    async load(request = {}) {
      const model = await provider.load({ name: "a/b", ...request });
      loaded.push(model);
      return model;
    },
    running: () =>
      workers.filter((worker) => !worker.terminated).map(({ spec }) => spec?.backend ?? "nothing"),
    [Symbol.asyncDispose]: async () => {
      // A worker that is ended without its model is replaced by another one.
      for (const model of loaded) await model.dispose();
      for (const worker of workers) worker.terminate();
      await settled();
      await host[Symbol.asyncDispose]();
    },
  };
}
