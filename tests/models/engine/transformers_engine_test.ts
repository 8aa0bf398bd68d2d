/** The engine on transformers.js with its real tokenizer, and a session of numbers in place of onnxruntime's. */
import "../web_runtime.ts";
import { assert, assertEquals, assertRejects } from "@std/assert";
import { AutoModelForCausalLM, env, Tensor } from "@huggingface/transformers";
import { unpackVocabulary } from "@/lib/lm/vocabulary.ts";
import type { EngineOptions, LoadSpec } from "@/lib/models/engine.ts";
import { createTransformersEngine } from "@/lib/models/engine/transformers_engine.ts";
import { type LoadProgress, ModelError } from "@/lib/models/model_provider.ts";
import { writeOnnx } from "@/tests/fixtures/onnx_writer.ts";
import { tinyGraph } from "@/tests/fixtures/tiny_graph.ts";
import { tinyEncode, tinyTokenizerConfig, tinyTokenizerJson } from "@/tests/fixtures/tiny_tokenizer.ts";
import { tinyWeights } from "@/tests/fixtures/tiny_weights.ts";
import { fakeSpec } from "../fake_spec.ts";

const QUANTIZATION = { bits: 4, blockSize: 32, zeroPoints: false } as const;
const GRAPH = writeOnnx(tinyGraph(tinyWeights(), { quantization: QUANTIZATION, logitsToKeep: true })).model;
const SIZE = tinyVocabularySize();

/** Tokens of the tiny tokenizer. */
function tinyVocabularySize(): number {
  const { model } = tinyTokenizerJson() as { model: { vocab: Record<string, number> } };
  return Math.max(...Object.values(model.vocab)) + 1;
}

interface Loaded {
  readonly asked: Record<string, unknown>;
  readonly disposed: number;
}

/** Loads an engine whose model prefers the token after the last one that it read. */
async function load(config: object, changes: Partial<LoadSpec> = {}, rest: Partial<EngineOptions> = {}) {
  const loaded = { asked: {}, disposed: 0 } as { -readonly [Key in keyof Loaded]: Loaded[Key] };
  const forward = ({ input_ids }: { readonly input_ids: Tensor }) => {
    const ids = Array.from(input_ids.data as BigInt64Array, Number);
    const logits = ids.flatMap((id) =>
      Array.from({ length: SIZE }, (_, at) => at === (id + 1) % SIZE ? 5 : 0)
    );
    return Promise.resolve({
      logits: new Tensor("float32", Float32Array.from(logits), [1, ids.length, SIZE]),
    });
  };
  const sessions = { model: { inputNames: ["input_ids"], inputMetadata: [{ name: "input_ids" }] } };
  const dispose = () => Promise.resolve(void loaded.disposed++);
  const model = Object.assign(forward, { sessions, config, dispose });
  const own = AutoModelForCausalLM.from_pretrained;
  AutoModelForCausalLM.from_pretrained = ((_: string, asked: Record<string, unknown>) => {
    loaded.asked = asked;
    return Promise.resolve(model);
  }) as unknown as typeof own;
  Object.assign(env.backends.onnx, { wasm: {} });
  try {
    return { engine: await createTransformersEngine(optionsFor(changes, rest)), loaded };
  } finally {
    AutoModelForCausalLM.from_pretrained = own;
  }
}

function optionsFor(changes: Partial<LoadSpec>, rest: Partial<EngineOptions>): EngineOptions {
  const contents: Readonly<Record<string, unknown>> = {
    "tokenizer.json": tinyTokenizerJson(),
    "tokenizer_config.json": tinyTokenizerConfig(64),
    "generation_config.json": { eos_token_id: 7 },
    "onnx/model_q4.onnx": GRAPH,
  };
  const get = (path: string) => {
    const content = contents[path];
    const bytes = content instanceof Uint8Array ? content : new TextEncoder().encode(JSON.stringify(content));
    return Promise.resolve(content === undefined ? null : bytes as Uint8Array<ArrayBuffer>);
  };
  return {
    spec: fakeSpec({ threads: 3, ...changes }),
    files: { get, forget: () => Promise.resolve() },
    onProgress: () => {},
    signal: new AbortController().signal,
    ...rest,
  };
}

Deno.test("a model says what its configuration does, and 2,048 tokens where that says nothing", async () => {
  const told = await load({ max_position_embeddings: 77, vocab_size: SIZE });
  assertEquals(told.engine.facts.contextLength, 77);
  const silent = await load({});
  assertEquals([silent.engine.facts.contextLength, unpackVocabulary(silent.engine.facts.vocabulary).size], [
    2048,
    SIZE,
  ]);
  assert(silent.engine.facts.endTokens.includes(7));
});

Deno.test("a model answers behind its tokens, and is given back once", async () => {
  const { engine, loaded } = await load({});
  const signal = new AbortController().signal;
  const { rows } = await engine.logits(tinyEncode("left the").slice(0, 2), { rows: 2, cache: true, signal });
  const likeliest = rows.map((row) => row.indexOf(5));
  assertEquals(likeliest, tinyEncode("left the").slice(0, 2).map((id) => (id + 1) % SIZE));
  await engine.dispose();
  assertEquals(loaded.disposed, 1);
});

Deno.test("the report says what runs, how fast, and what the weights took", async () => {
  const scope: { crossOriginIsolated?: boolean } = globalThis;
  const began = performance.now();
  const { engine, loaded } = await load({}, { expandBudget: 1e9 });
  const { report } = engine.facts;
  assertEquals([report.backend, report.threads, report.engine], ["wasm", 1, "onnxruntime on WASM, 1 thread"]);
  assertEquals([report.expanded, report.expandedBytes, report.notices], [true, report.expandableBytes, []]);
  assertEquals([report.crossOriginIsolated, report.referenceMatches], [
    scope.crossOriginIsolated ?? false,
    null,
  ]);
  assert(
    report.milliseconds > 0 && report.milliseconds <= performance.now() - began && report.tokensPerSecond > 0,
  );
  const { dtype, device, session_options } = loaded.asked;
  assertEquals([dtype, device], ["q4", "wasm"]);
  const { externalData } = session_options as { readonly externalData: readonly { readonly path: string }[] };
  assertEquals(externalData.map(({ path }) => path), ["expanded_weights", "original_model"]);
  const left = (await load({}, { expandBudget: report.expandedBytes - 1 })).engine.facts.report;
  assertEquals([left.expanded, left.expandedBytes, left.expandableBytes, left.notices.length], [
    ...[false, 0, report.expandableBytes, 1],
  ]);
});

Deno.test("the report compares the model with its reference", async () => {
  const logProbability = 5 - Math.log(Math.exp(5) + SIZE - 1);
  const matches = async (at: number) => {
    const reference = { tokens: [3, 9], top: [{ id: at, logProbability }], tolerance: 0.01 };
    return (await load({}, { reference })).engine.facts.report.referenceMatches;
  };
  assertEquals([await matches(10), await matches(11)], [true, false]);
});

Deno.test("a model tells how far its load is, and can be called off before its session takes memory", async () => {
  const steps: LoadProgress[] = [];
  const onProgress = (step: LoadProgress) => void steps.push(step);
  await load({}, {}, { onProgress });
  const begun = { loadedBytes: 0, totalBytes: null, cached: false };
  assertEquals(steps, [{ phase: "session", ...begun }, { phase: "warm_up", ...begun }]);
  steps.length = 0;
  const signal = AbortSignal.abort();
  const error = await assertRejects(() => load({}, {}, { onProgress, signal }), ModelError);
  assertEquals([error.code, steps], ["aborted", []]);
});

Deno.test("a weight format that nobody knows is refused", async () => {
  const error = await assertRejects(() => load({}, { dtype: "q3" }), ModelError);
  assertEquals([error.code, error.message], ["unsupported", 'The weight format "q3" is not known']);
});

Deno.test("a model on WASM is never lost", async () => {
  const { engine } = await load({});
  const waited = new Promise((resolve) => setTimeout(resolve, 5, "still there"));
  assertEquals(await Promise.race([engine.lost.catch(() => "lost"), waited]), "still there");
});

Deno.test("a model on WebGPU is lost with the device that its session was made on, for the reason that it names", async () => {
  const lost = Promise.withResolvers<{ readonly message: string }>();
  const own = Object.getOwnPropertyDescriptor(navigator, "gpu");
  const gpu = { requestAdapter: () => Promise.resolve({ features: new Set() }) };
  Object.defineProperty(navigator, "gpu", { value: gpu, configurable: true });
  const onnx = env.backends.onnx as { webgpu?: unknown };
  const before = onnx.webgpu;
  onnx.webgpu = { device: Promise.resolve({ lost: lost.promise }) };
  try {
    const { engine } = await load({}, { backend: "webgpu" });
    assertEquals([engine.facts.report.engine, engine.facts.report.threads], ["onnxruntime on WebGPU", 0]);
    lost.resolve({ message: "reset" });
    const { code, message } = await engine.lost;
    assertEquals([code, message], ["device_lost", "The GPU was lost (reset)"]);
  } finally {
    onnx.webgpu = before;
    Reflect.deleteProperty(globalThis, "modelDevice");
    if (own) Object.defineProperty(navigator, "gpu", own);
    else Reflect.deleteProperty(navigator, "gpu");
  }
});
