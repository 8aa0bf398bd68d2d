/**
 * The limit of what this project's loop can reach: onnxruntime-web alone, on the graph as this project rewrites
 * it, with nothing between two passes but an argmax.
 *
 * @module
 */
import * as ort from "onnxruntime-web/wasm";
import { runtimePaths } from "@/lib/models/runtime_paths.ts";
import type { EngineOptions } from "@/lib/models/engine.ts";
import { prepareGraph } from "@/lib/models/engine/prepare_graph.ts";
import { offer } from "./rpc.ts";
import { argmax, decodeRate, MODEL, THREADS } from "./settings.ts";

type Tensors = Record<string, ort.Tensor>;

const FILE = "onnx/model_q4.onnx";
const KV_HEADS = 3;
const HEAD_SIZE = 64;

let session: ort.InferenceSession | null = null;

async function fetchFile(path: string): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetch(`/hub/${MODEL}/resolve/main/${path}`);
  return new Uint8Array(await response.arrayBuffer());
}

function integers(values: readonly number[], dims = [1, values.length]): ort.Tensor {
  return new ort.Tensor("int64", BigInt64Array.from(values, BigInt), dims);
}

function emptyPast(names: readonly string[]): Tensors {
  const past = names.filter((name) => name.startsWith("past_key_values."));
  return Object.fromEntries(
    past.map((name) => [name, new ort.Tensor("float32", new Float32Array(), [1, KV_HEADS, 0, HEAD_SIZE])]),
  );
}

function nextPast(outputs: ort.InferenceSession.OnnxValueMapType): Tensors {
  return Object.fromEntries(
    Object.entries(outputs).filter(([name]) => name.startsWith("present."))
      .map(([name, tensor]) => [name.replace("present", "past_key_values"), tensor as ort.Tensor]),
  );
}

const methods = {
  async load(threads: number = THREADS): Promise<void> {
    ort.env.wasm.wasmPaths = { ...runtimePaths(location.origin, "wasm") };
    ort.env.wasm.numThreads = threads;
    const options = {
      spec: { backend: "wasm", expand: "auto", expandBudget: Infinity },
      files: { get: fetchFile },
      onProgress: () => {},
      signal: new AbortController().signal,
    } as unknown as EngineOptions;
    const { graph, external } = await prepareGraph(FILE, options, () => Promise.resolve());
    session = await ort.InferenceSession.create(graph, {
      executionProviders: ["wasm"],
      externalData: [...external],
    });
  },
  /** Milliseconds of reading a prompt. */
  async prefill(prompt: readonly number[]): Promise<number> {
    const start = performance.now();
    await session!.run({
      input_ids: integers(prompt),
      attention_mask: integers(prompt.map(() => 1)),
      position_ids: integers(prompt.map((_, index) => index)),
      num_logits_to_keep: integers([1], []),
      ...emptyPast(session!.inputNames),
    });
    return performance.now() - start;
  },
  async run(prompt: readonly number[], count: number): Promise<number> {
    const arrivals: number[] = [];
    let past = emptyPast(session!.inputNames);
    let tokens = [...prompt];
    let length = 0;
    while (arrivals.length < count) {
      const positions = tokens.map((_, index) => length + index);
      length += tokens.length;
      const outputs = await session!.run({
        input_ids: integers(tokens),
        attention_mask: integers(Array<number>(length).fill(1)),
        position_ids: integers(positions),
        num_logits_to_keep: integers([1], []),
        ...past,
      });
      tokens = [argmax(outputs["logits"]!.data as Float32Array)];
      past = nextPast(outputs);
      arrivals.push(performance.now());
    }
    return decodeRate(arrivals);
  },
};

/** What the page calls. */
export type BareWorker = typeof methods;

offer(methods);
