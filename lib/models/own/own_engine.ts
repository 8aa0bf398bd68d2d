/**
 * This site's own engine: a hub's model of the Llama family on the forward pass in lib/transformer, with its 4-bit
 * weights as they are. transformers.js only supplies the tokenizer.
 *
 * @module
 */
import { cacheBytesPerToken, cacheFormula } from "@/lib/transformer/config.ts";
import { readHubConfig } from "@/lib/transformer/hub_config.ts";
import { createTransformer, type Transformer } from "@/lib/transformer/forward.ts";
import type { LoadedMatrix, Ops } from "@/lib/transformer/ops.ts";
import type { TransformerWeights } from "@/lib/transformer/weights/weights.ts";
import type { Engine, EngineOptions, EngineReport } from "@/lib/models/engine.ts";
import { Decoder } from "@/lib/models/engine/decoder.ts";
import { decoderEngine } from "@/lib/models/engine/decoder_engine.ts";
import { engineFacts } from "@/lib/models/engine/engine_facts.ts";
import { loadCodec, type LoadedCodec } from "@/lib/models/engine/load_codec.ts";
import { externalBytes, openGraph } from "@/lib/models/engine/open_graph.ts";
import { readText } from "@/lib/models/engine/read_text.ts";
import { likeliest, matchesReference } from "@/lib/models/engine/reference_check.ts";
import { configureRuntime, serveFiles, stopServing } from "@/lib/models/engine/transformers_runtime.ts";
import { WARM_UP_TEXT, type WarmUp, warmUp } from "@/lib/models/engine/warm_up.ts";
import { DTYPE_FILES, SAFETENSORS, SAFETENSORS_FILE, SAFETENSORS_INDEX } from "@/lib/models/hub/dtypes.ts";
import { type ModelConfig, parseModelConfig } from "@/lib/models/hub/model_config.ts";
import { hasSharedMemory } from "@/lib/models/device.ts";
import { ModelError } from "@/lib/models/model_provider.ts";
import { readGraph } from "@/lib/models/own/read_graph.ts";
import { safetensorsWeights } from "@/lib/models/own/safetensors_weights.ts";
import { transformerModel } from "@/lib/models/own/transformer_model.ts";
import { pause } from "@/lib/models/engine/pause.ts";

/** Makes the operations that a model runs on, with `threads` threads. */
export type StartOps = (threads: number) => Promise<Ops<LoadedMatrix>>;

/**
 * Loads a model.
 *
 * @throws {UnknownModelError} If it is not computed here, with the reason; the worker can then go on with another engine.
 * @throws {ModelError}
 */
export async function createOwnEngine(options: EngineOptions, startOps: StartOps): Promise<Engine> {
  const start = performance.now();
  const { spec, onProgress, signal } = options;
  const config = parseModelConfig(new TextEncoder().encode(await readText(options, "config.json") ?? ""));
  const file: WeightsFile = { weights: await readWeights(config, options) };
  onProgress({ phase: "session", loadedBytes: 0, totalBytes: null, cached: false });
  const threads = hasSharedMemory() ? spec.threads : 1;
  const ops = await startOps(threads);
  try {
    const transformer = await load(file, ops, signal);
    const text = await loadText(options);
    onProgress({ phase: "warm_up", loadedBytes: 0, totalBytes: null, cached: false });
    const decoder = new Decoder(
      transformerModel(transformer, { now: () => performance.now(), pause }),
      pause,
    );
    const warm = await warmUp(decoder, spec.reference?.tokens ?? text.codec.encode(WARM_UP_TEXT), signal);
    decoder.clear();
    const report = makeReport(
      options,
      `this site's engine, ${ops.name}`,
      threads,
      warm,
      performance.now() - start,
    );
    return await makeEngine(options, { config, transformer, text, decoder, ops, report });
  } catch (error) {
    ops.dispose();
    throw error;
  }
}

async function readWeights(config: ModelConfig, options: EngineOptions): Promise<TransformerWeights> {
  if (options.spec.dtype === SAFETENSORS) return await safetensorsWeights(config, options.files);
  const path = DTYPE_FILES[options.spec.dtype as keyof typeof DTYPE_FILES];
  if (!path) throw new ModelError("unsupported", `The weight format "${options.spec.dtype}" is not known`);
  // A model that is not known by its configuration is refused before its weights are read.
  readHubConfig(config);
  const { model, external } = await openGraph(path, options);
  return readGraph(config, model, (where) => externalBytes(external, where));
}

/** Weights as views of the file they stand in, until they are loaded. */
interface WeightsFile {
  weights: TransformerWeights | null;
}

/** Loads the weights and lets go of the file, whose memory would be held twice else as long as the model is there. */
async function load(
  file: WeightsFile,
  ops: Ops<LoadedMatrix>,
  signal: AbortSignal,
): Promise<Transformer> {
  await pause();
  if (signal.aborted) throw new ModelError("aborted", "The load was canceled");
  try {
    return createTransformer(file.weights!, { ops });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const message = "The model needs more memory than this device gives: choose a smaller one";
    throw new ModelError("out_of_memory", message, { cause: error });
  } finally {
    file.weights = null;
  }
}

async function loadText(options: EngineOptions): Promise<LoadedCodec> {
  configureRuntime(options.spec, 1);
  serveFiles(options.files, new Uint8Array());
  const text = await loadCodec(options);
  stopServing();
  return text;
}

function makeReport(
  { spec }: EngineOptions,
  engine: string,
  threads: number,
  { tokensPerSecond, lastRow }: WarmUp,
  milliseconds: number,
): EngineReport {
  return {
    backend: "kernel",
    engine,
    threads,
    crossOriginIsolated: globalThis.crossOriginIsolated ?? false,
    expanded: false,
    expandedBytes: 0,
    expandableBytes: 0,
    milliseconds,
    tokensPerSecond,
    referenceMatches: spec.reference ? matchesReference(lastRow, spec.reference) : null,
    notices: spec.dtype === SAFETENSORS
      ? [
        `Its weights are those of ${
          spec.files.some(({ path }) => path === SAFETENSORS_INDEX) ? "its safetensors" : SAFETENSORS_FILE
        }, as they are; onnxruntime, which does not read them, has not checked its answers`,
      ]
      : [],
    answer: likeliest(lastRow),
  };
}

interface Parts {
  readonly config: ModelConfig;
  readonly transformer: Transformer;
  readonly text: LoadedCodec;
  readonly decoder: Decoder;
  readonly ops: Ops<LoadedMatrix>;
  readonly report: EngineReport;
}

async function makeEngine(
  options: EngineOptions,
  { config, transformer, text, decoder, ops, report }: Parts,
): Promise<Engine> {
  const sizes = {
    contextLength: transformer.config.context,
    vocabularySize: transformer.config.vocabulary,
  };
  const cache = {
    bytesPerToken: cacheBytesPerToken(transformer.config),
    formula: cacheFormula(transformer.config),
  };
  const facts = await engineFacts(options, { text, config, sizes, cache, report });
  return decoderEngine(text.codec, decoder, {
    facts,
    lost: new Promise<never>(() => {}),
    release: () => ops.dispose(),
    pause,
  });
}
