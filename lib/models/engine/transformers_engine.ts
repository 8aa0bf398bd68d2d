/**
 * The engine on transformers.js: it supplies tokenizer, model class, session and device layer; the passes, the
 * cache and the numbers are this project's own.
 *
 * @module
 */
import { AutoModelForCausalLM, AutoTokenizer, type PreTrainedModel } from "@huggingface/transformers";
import { cacheFormula } from "@/lib/models/engine/cache_formula.ts";
import { causalModel, type ModelSizes, sessionInputs } from "@/lib/models/engine/causal_model.ts";
import { Decoder } from "@/lib/models/engine/decoder.ts";
import { type DeviceScope, needsShaderF16 } from "@/lib/models/engine/device.ts";
import { DTYPE_FILES } from "@/lib/models/hub/dtypes.ts";
import type { Engine, EngineFacts, EngineOptions, EngineReport } from "@/lib/models/engine.ts";
import { toModelError } from "@/lib/models/engine/engine_error.ts";
import { configFacts, type ModelConfig } from "@/lib/models/hub/model_config.ts";
import { ModelError } from "@/lib/models/model_provider.ts";
import { pause } from "@/lib/models/worker/pause.ts";
import { type PreparedGraph, prepareGraph } from "@/lib/models/engine/prepare_graph.ts";
import { matchesReference } from "@/lib/models/engine/reference_check.ts";
import { scoreToken } from "@/lib/lm/loss/score_token.ts";
import { endTokens, type TextCodec, textCodec } from "@/lib/models/engine/text_codec.ts";
import { fallBackToBytes } from "@/lib/models/engine/exact_tokenizer.ts";
import { type TokenizerFile, vocabularyOf } from "@/lib/models/engine/tokenizer_bytes.ts";
import {
  configureRuntime,
  MODEL_NAME,
  serveFiles,
  stopServing,
  webgpuDevice,
} from "@/lib/models/engine/transformers_runtime.ts";
import { type WarmUp, warmUp } from "@/lib/models/engine/warm_up.ts";

/** A model and tokenizer as transformers.js loaded them. */
interface Loaded {
  readonly model: PreTrainedModel;
  readonly codec: TextCodec;
  readonly tokenizerEnd: number | null;
  readonly prepared: PreparedGraph;
}

/** Context of a model whose configuration does not say, in tokens. */
const DEFAULT_CONTEXT = 2048;
/** A prompt to warm up with where there is no reference. */
const WARM_UP_TEXT = "The package left the warehouse on Monday.";

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
  const isolated = globalThis.crossOriginIsolated ?? false;
  const threads = isolated ? spec.threads : 1;
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
  const prompt = spec.reference?.tokens ?? loaded.codec.encode(WARM_UP_TEXT);
  const warming = new Decoder(causalModel(loaded.model, declared), pause);
  const warm = await warmUp(warming, prompt, signal);
  warming.clear();
  const sizes = { ...declared, vocabularySize: warm.lastRow.length };
  const report = makeReport(options, loaded.prepared, warm, threads, performance.now() - start);
  const facts = await makeFacts(options, loaded, sizes, report);
  return makeEngine(loaded, new Decoder(causalModel(loaded.model, sizes), pause), facts);
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
  const tokenizer = await AutoTokenizer.from_pretrained(MODEL_NAME);
  fallBackToBytes(tokenizer);
  const model = await AutoModelForCausalLM.from_pretrained(MODEL_NAME, {
    dtype: spec.dtype as "q4",
    device: spec.backend,
    use_external_data_format: false,
    session_options: { externalData: [...prepared.external] },
  });
  stopServing();
  const template = tokenizer.chat_template ? null : await readText(options, "chat_template.jinja");
  const tokenizerEnd = tokenizer.eos_token_id ?? null;
  const rest = { ...prepared, graph: new Uint8Array(), external: [] };
  return { model, codec: textCodec(tokenizer, template), tokenizerEnd, prepared: rest };
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
    threads: spec.backend === "wasm" ? threads : 0,
    crossOriginIsolated: globalThis.crossOriginIsolated ?? false,
    expanded,
    expandedBytes,
    expandableBytes,
    milliseconds,
    tokensPerSecond: warm.tokensPerSecond,
    referenceMatches: spec.reference ? matchesReference(warm.lastRow, spec.reference) : null,
    notices,
  };
}

async function makeFacts(
  options: EngineOptions,
  { model, codec, tokenizerEnd }: Loaded,
  { contextLength, vocabularySize }: ModelSizes,
  report: EngineReport,
): Promise<EngineFacts> {
  const tokenizer = JSON.parse(await readText(options, "tokenizer.json") ?? "null") as TokenizerFile;
  const generationConfig = JSON.parse(await readText(options, "generation_config.json") ?? "{}");
  const { bytesPerToken, formula } = cacheFormula(sessionInputs(model));
  const config = model.config as unknown as ModelConfig;
  return {
    vocabulary: vocabularyOf(tokenizer, vocabularySize),
    contextLength,
    beginToken: codec.beginToken,
    endTokens: endTokens({ config, generationConfig, tokenizerEnd }),
    cacheBytesPerToken: bytesPerToken,
    cacheFormula: formula,
    hasChatTemplate: codec.hasChatTemplate,
    report,
  };
}

async function readText({ files }: EngineOptions, path: string): Promise<string | null> {
  const bytes = await files.get(path);
  return bytes ? new TextDecoder().decode(bytes) : null;
}

function makeEngine({ model, codec }: Loaded, decoder: Decoder, facts: EngineFacts): Engine {
  return {
    facts,
    lost: deviceLost(facts.report.backend),
    encode: codec.encode,
    encodeChat: codec.encodeChat,
    async logits(tokens, { rows: count, cache, signal }) {
      const rows: Float32Array<ArrayBuffer>[] = [];
      const firstRow = Math.max(0, tokens.length - Math.max(1, count));
      const visit = (row: Float32Array) => rows.push(new Float32Array(row));
      const run = await attempt(() => decoder.pass(tokens, { firstRow, cache, signal, visit }));
      return { rows, run };
    },
    async score(tokens, { from, top, signal }) {
      if (from === 0 && facts.beginToken === null) {
        throw new ModelError(
          "bad_token",
          "Cannot score the first token: the model has no begin token, score from 1",
        );
      }
      const text = from === 0 ? [facts.beginToken!, ...tokens] : tokens;
      const first = Math.max(from, 1);
      const scored: ReturnType<typeof scoreToken>[] = [];
      const visit = (row: Float32Array, position: number) => {
        const next = text[position + 1];
        if (next !== undefined) scored.push(scoreToken(row, next, top));
      };
      await attempt(() => decoder.pass(text, { firstRow: first - 1, cache: true, signal, visit }));
      return scored;
    },
    async dispose() {
      decoder.clear();
      await model.dispose();
    },
  };
}

async function attempt<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    throw toModelError(error);
  }
}

async function deviceLost(backend: EngineReport["backend"]): Promise<ModelError> {
  const device = backend === "webgpu" ? await webgpuDevice() : null;
  if (!device) return new Promise<never>(() => {});
  // By this name the device can be lost on purpose, from a console or a test.
  Object.assign(globalThis, { modelDevice: device });
  const { message } = await device.lost;
  return new ModelError("device_lost", `The GPU was lost (${message})`);
}
