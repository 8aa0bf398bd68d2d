/**
 * The limit of what this project's loop can reach on its own engine: the forward pass and an argmax, nothing else.
 *
 * @module
 */
import { readModel } from "@/lib/models/onnx/onnx_graph.ts";
import { readGraph } from "@/lib/models/own/read_graph.ts";
import { parseModelConfig } from "@/lib/models/hub/model_config.ts";
import { createTransformer, type Transformer } from "@/lib/transformer/forward.ts";
import { startKernelThread } from "@/lib/transformer/kernel/fetch_kernel.ts";
import { createKernelOps } from "@/lib/transformer/kernel/kernel_ops.ts";
import type { KernelBuild } from "@/lib/transformer/kernel/pick_build.ts";
import type { LoadedMatrix, Ops } from "@/lib/transformer/ops.ts";
import { offer } from "./rpc.ts";
import { argmax, decodeRate, MODEL } from "./settings.ts";

let ops: Ops<LoadedMatrix> | null = null;
let transformer: Transformer | null = null;

async function fetchFile(path: string): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetch(`/hub/${MODEL}/resolve/main/${path}`);
  return new Uint8Array(await response.arrayBuffer());
}

/** Reads a prompt in chunks; the last token's logits. */
function read(prompt: readonly number[], cache: ReturnType<Transformer["createMemory"]>): Float32Array {
  let logits: Float32Array = new Float32Array();
  for (let from = 0; from < prompt.length; from += transformer!.chunk) {
    const part = prompt.slice(from, from + transformer!.chunk);
    logits = transformer!.forward(part, cache, from + part.length === prompt.length ? 1 : 0);
  }
  return logits;
}

const methods = {
  async load(build: KernelBuild, threads: number): Promise<string> {
    ops?.dispose();
    const [config, graph] = await Promise.all([fetchFile("config.json"), fetchFile("onnx/model_q4.onnx")]);
    const weights = readGraph(parseModelConfig(config), readModel(graph), () => {
      throw new Error("All weights are in the graph");
    });
    const wasm = await WebAssembly.compile(await (await fetch(`/kernel/${build}.wasm`)).arrayBuffer());
    ops = await createKernelOps({ wasm, build, threads, startThread: startKernelThread });
    transformer = createTransformer(weights, { ops });
    return ops.name;
  },
  /** Decodes; tokens per second. */
  run(prompt: readonly number[], count: number): number {
    const cache = transformer!.createMemory();
    const arrivals: number[] = [];
    let next = argmax(read(prompt, cache));
    while (arrivals.length < count) {
      next = argmax(transformer!.forward([next], cache, 1));
      arrivals.push(performance.now());
    }
    cache.release();
    return decodeRate(arrivals);
  },
  /** Milliseconds of reading a prompt. */
  prefill(prompt: readonly number[]): number {
    const cache = transformer!.createMemory();
    const start = performance.now();
    read(prompt, cache);
    const milliseconds = performance.now() - start;
    cache.release();
    return milliseconds;
  },
  /** What the memory can do: gigabytes a second that one thread reads of a copy of 256 MB. */
  copy(): number {
    const [from, to] = [new Uint8Array(2 ** 28).fill(1), new Uint8Array(2 ** 28)];
    const start = performance.now();
    for (let i = 0; i < 4; i++) to.set(from);
    return 4 * 2 ** 28 / (performance.now() - start) / 1e6;
  },
};

/** What the page calls. */
export type OwnWorker = typeof methods;

offer(methods);
