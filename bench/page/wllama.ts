/**
 * The peer from another family: llama.cpp in WebAssembly on the GGUF that the weights came from.
 *
 * @module
 */
import { LoggerWithoutDebug, Wllama } from "@wllama/wllama";
import { decodeRate, THREADS } from "./settings.ts";

let wllama: Wllama | null = null;

/** Loads the GGUF. */
export async function load(): Promise<void> {
  wllama = new Wllama({ default: new URL("/wllama.wasm", location.href).href }, {
    suppressNativeLog: true,
    logger: LoggerWithoutDebug,
  });
  const file = await (await fetch("/model.gguf")).blob();
  await wllama.loadModel([file], { n_ctx: 1024, n_batch: 512, n_threads: THREADS, n_gpu_layers: 0 });
  if (wllama.getNumThreads() !== THREADS) throw new Error(`wllama runs ${wllama.getNumThreads()} threads`);
}

/** Generates with the full sampler; tokens per second. */
export async function run(prompt: string, count: number, seed: number): Promise<number> {
  const arrivals: number[] = [];
  await wllama!.createCompletion({
    prompt,
    max_tokens: count,
    temperature: 0.8,
    top_k: 40,
    top_p: 0.95,
    seed,
    ignore_eos: true,
    stream: true,
    onData: ({ choices }) => {
      if (choices[0]?.finish_reason === null) arrivals.push(performance.now());
    },
  });
  if (Math.abs(arrivals.length - count) > 2) {
    throw new Error(`wllama gave ${arrivals.length} of ${count} tokens`);
  }
  return decodeRate(arrivals);
}

/** One token behind a text that shares no start with the one before: prefill, in milliseconds and tokens. */
export async function prefill(prompt: string): Promise<{ milliseconds: number; tokens: number }> {
  const { timings } = await wllama!.createCompletion({ prompt, max_tokens: 1, temperature: 0 });
  if (timings === undefined) throw new Error("wllama reports no timings");
  return { milliseconds: timings.prompt_ms, tokens: timings.prompt_n };
}
