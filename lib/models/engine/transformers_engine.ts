/**
 * The engine on transformers.js: it supplies tokenizer, model class, session and device layer; the passes, the
 * cache and the numbers are this project's own.
 *
 * @module
 */
import { AutoModelForCausalLM, type PreTrainedModel } from "@huggingface/transformers";
import { cacheFormula } from "@/lib/models/engine/cache_formula.ts";
import { causalModel, sessionInputs } from "@/lib/models/engine/causal_model.ts";
import { Decoder } from "@/lib/models/engine/decoder.ts";
import { type DeviceScope, hasSharedMemory, needsShaderF16 } from "@/lib/models/device.ts";
import { DTYPE_FILES } from "@/lib/models/hub/dtypes.ts";
import type { Engine, EngineOptions, EngineReport } from "@/lib/models/engine.ts";
import { toModelError } from "@/lib/models/engine/engine_error.ts";
import { configFacts, type ModelConfig } from "@/lib/models/hub/model_config.ts";
import { ModelError } from "@/lib/models/model_provider.ts";
import { pause } from "@/lib/models/engine/pause.ts";
import { type PreparedGraph, prepareGraph } from "@/lib/models/engine/prepare_graph.ts";
import { decoderEngine } from "@/lib/models/engine/decoder_engine.ts";
import { engineFacts } from "@/lib/models/engine/engine_facts.ts";
import { loadCodec, type LoadedCodec } from "@/lib/models/engine/load_codec.ts";
import { likeliest, matchesReference } from "@/lib/models/engine/reference_check.ts";
import {
  configureRuntime,
  MODEL_NAME,
  serveFiles,
  stopServing,
  webgpuDevice,
} from "@/lib/models/engine/transformers_runtime.ts";
import { WARM_UP_TEXT, type WarmUp, warmUp } from "@/lib/models/engine/warm_up.ts";

/** A model and tokenizer as transformers.js loaded them. */
interface Loaded {
  readonly model: PreTrainedModel;
  readonly text: LoadedCodec;
  readonly prepared: PreparedGraph;
}

/** Context of a model whose configuration does not say, in tokens. */
const DEFAULT_CONTEXT = 2048;

/**
 * Loads a model. Once in a worker: onnxruntime keeps its first failure for ever.
 *
 * @throws {ModelError}
 */
export async function createTransformersEngine(options: EngineOptions): Promise<Engine> {
  try {
    return await loadEngine(options);
  } catch (error) {
    throw toModelError(error);
  }
}

async function loadEngine(options: EngineOptions): Promise<Engine> {
  const { spec, onProgress, signal } = options;
  const start = performance.now();
  const threads = hasSharedMemory() ? spec.threads : 1;
  await checkDevice(options);
  configureRuntime(spec, threads);
  const loaded = await loadModel(options);
  const config = loaded.model.config as unknown as ModelConfig;
  const { contextLength, vocabularySize } = configFacts(config);
  const declared = {
    contextLength: contextLength ?? DEFAULT_CONTEXT,
    vocabularySize: vocabularySize ?? Infinity,
  };
  onProgress({ phase: "warm_up", loadedBytes: 0, totalBytes: null, cached: false });
  const prompt = spec.reference?.tokens ?? loaded.text.codec.encode(WARM_UP_TEXT);
  const warming = new Decoder(causalModel(loaded.model, declared), pause);
  const warm = await warmUp(warming, prompt, signal);
  warming.clear();
  const sizes = { ...declared, vocabularySize: warm.lastRow.length };
  const report = makeReport(options, loaded.prepared, warm, threads, performance.now() - start);
  const cache = cacheFormula(sessionInputs(loaded.model));
  const facts = await engineFacts(options, { text: loaded.text, config, sizes, cache, report });
  return decoderEngine(loaded.text.codec, new Decoder(causalModel(loaded.model, sizes), pause), {
    facts,
    lost: deviceLost(report.backend),
    release: () => loaded.model.dispose(),
  });
}

async function checkDevice({ spec }: EngineOptions): Promise<void> {
  if (spec.backend !== "webgpu") return;
  const adapter = await (globalThis as DeviceScope).navigator.gpu?.requestAdapter();
  if (!adapter) throw new ModelError("no_webgpu", "This browser has no WebGPU: use WASM");
  if (needsShaderF16(spec.dtype) && !adapter.features.has("shader-f16")) {
    throw new ModelError(
      "unsupported",
      `This GPU cannot compute in 16-bit floats, which "${spec.dtype}" needs: use q4`,
    );
  }
}

async function loadModel(options: EngineOptions): Promise<Loaded> {
  const { spec, files, onProgress, signal } = options;
  const path = DTYPE_FILES[spec.dtype as keyof typeof DTYPE_FILES];
  if (!path) throw new ModelError("unsupported", `The weight format "${spec.dtype}" is not known`);
  const prepared = await prepareGraph(path, options, pause);
  if (signal.aborted) throw new ModelError("aborted", "The load was canceled");
  onProgress({ phase: "session", loadedBytes: 0, totalBytes: null, cached: false });
  serveFiles(files, prepared.graph);
  const text = await loadCodec(options);
  const model = await AutoModelForCausalLM.from_pretrained(MODEL_NAME, {
    dtype: spec.dtype as "q4",
    device: spec.backend === "webgpu" ? "webgpu" : "wasm",
    use_external_data_format: false,
    session_options: { externalData: [...prepared.external] },
  });
  stopServing();
  return { model, text, prepared: { ...prepared, graph: new Uint8Array(), external: [] } };
}

function makeReport(
  { spec }: EngineOptions,
  prepared: PreparedGraph,
  warm: WarmUp,
  threads: number,
  milliseconds: number,
): EngineReport {
  const { expanded, expandedBytes, expandableBytes, notices } = prepared;
  return {
    backend: spec.backend,
    engine: spec.backend === "webgpu"
      ? "onnxruntime on WebGPU"
      : `onnxruntime on WASM, ${inThreads(threads)}`,
    threads: spec.backend === "wasm" ? threads : 0,
    crossOriginIsolated: globalThis.crossOriginIsolated ?? false,
    expanded,
    expandedBytes,
    expandableBytes,
    milliseconds,
    tokensPerSecond: warm.tokensPerSecond,
    referenceMatches: spec.reference ? matchesReference(warm.lastRow, spec.reference) : null,
    notices,
    answer: likeliest(warm.lastRow),
  };
}

function inThreads(threads: number): string {
  return threads === 1 ? "1 thread" : `${threads} threads`;
}

async function deviceLost(backend: EngineReport["backend"]): Promise<ModelError> {
  const device = backend === "webgpu" ? await webgpuDevice() : null;
  if (!device) return new Promise<never>(() => {});
  // By this name the device can be lost on purpose, from a console or a test.
  Object.assign(globalThis, { modelDevice: device });
  const { message } = await device.lost;
  return new ModelError("device_lost", `The GPU was lost (${message})`);
}
