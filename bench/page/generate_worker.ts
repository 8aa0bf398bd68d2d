/**
 * The peer that this project's loop stands in for: transformers.js' own `generate()`, greedy, on the same file.
 *
 * @module
 */
import {
  AutoModelForCausalLM,
  BaseStreamer,
  env,
  type PreTrainedModel,
  Tensor,
} from "@huggingface/transformers";
import { runtimePaths } from "@/lib/models/runtime_paths.ts";
import { offer } from "./rpc.ts";
import { decodeRate, MODEL, THREADS } from "./settings.ts";

/** Notes when each token arrives; the first `put` is the prompt. */
class Stopwatch extends BaseStreamer {
  readonly arrivals: number[] = [];
  #prompt = true;

  override put(): void {
    if (!this.#prompt) this.arrivals.push(performance.now());
    this.#prompt = false;
  }

  override end(): void {}
}

let model: PreTrainedModel | null = null;

const methods = {
  async load(): Promise<void> {
    env.allowLocalModels = false;
    env.remoteHost = location.origin;
    env.remotePathTemplate = "hub/{model}/resolve/{revision}/";
    env.useBrowserCache = false;
    env.useWasmCache = false;
    const wasm = env.backends.onnx.wasm!;
    wasm.wasmPaths = { ...runtimePaths(location.origin, "wasm") };
    wasm.numThreads = THREADS;
    model = await AutoModelForCausalLM.from_pretrained(MODEL, { dtype: "q4", device: "wasm" });
  },
  async run(prompt: readonly number[], count: number): Promise<number> {
    const streamer = new Stopwatch();
    const dims = [1, prompt.length];
    await model!.generate({
      inputs: new Tensor("int64", BigInt64Array.from(prompt, BigInt), dims),
      attention_mask: new Tensor("int64", new BigInt64Array(prompt.length).fill(1n), dims),
      max_new_tokens: count,
      min_new_tokens: count,
      do_sample: false,
      streamer,
    } as never);
    return decodeRate(streamer.arrivals);
  },
};

/** What the page calls. */
export type GenerateWorker = typeof methods;

offer(methods);
