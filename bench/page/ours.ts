/**
 * This project as a page uses it: the client, its worker, the loop and the sampler.
 *
 * @module
 */
import { generate } from "@/lib/lm/generation/generate.ts";
import { DEFAULT_SAMPLER, type SamplerSettings } from "@/lib/lm/sampler/settings.ts";
import { createModelProvider } from "@/lib/models/client.ts";
import { deviceCapabilities } from "@/lib/models/device.ts";
import type { LoadedModel } from "@/lib/models/model_provider.ts";
import { decodeRate, MODEL, THREADS } from "./settings.ts";

const SAMPLER: SamplerSettings = { ...DEFAULT_SAMPLER, temperature: 0.8, top_k: 40, top_p: 0.95 };

/** How long a load took, in milliseconds. */
export interface LoadTime {
  /** Until the session was made: files, expansion, runtime. */
  readonly session: number;
  /** Until the model was ready, warmed up and checked. */
  readonly ready: number;
}

/** What a pass over a text took. */
export interface PassTime {
  readonly milliseconds: number;
  readonly computed: number;
  readonly reused: number;
}

let model: LoadedModel | null = null;

/** Loads the model on onnxruntime; without `expand` its weights stay as they are stored. */
export function load(expand: boolean): Promise<LoadTime> {
  return loadOn("wasm", expand);
}

/** Loads the model on this project's own engine. */
export function loadOwn(): Promise<LoadTime> {
  return loadOn("cpu", false);
}

/** The same from a safetensors file with 16 bits a weight. */
export function loadHalves(): Promise<LoadTime> {
  return loadOn("cpu", false, { host: "/halves/", dtype: "safetensors" });
}

async function loadOn(
  device: "wasm" | "cpu",
  expand: boolean,
  { host, dtype } = { host: "/hub/", dtype: "q4" },
): Promise<LoadTime> {
  await model?.dispose();
  const start = performance.now();
  let session = 0;
  const provider = createModelProvider({
    host: new URL(host, location.href).href,
    memory: null,
    createWorker: (name) =>
      new Worker(new URL("../../lib/models/worker/worker.ts", import.meta.url), { type: "module", name }),
    capabilities: async () => ({
      ...await deviceCapabilities(globalThis),
      threads: THREADS,
      ...expand ? {} : { expandBudget: 0 },
    }),
  });
  model = await provider.load({
    name: MODEL,
    dtype,
    device,
    onProgress: ({ phase }) => {
      if (phase === "warm_up") session = performance.now() - start;
    },
  });
  const { backend, expanded, threads, referenceMatches } = model.report;
  if (
    backend !== (device === "cpu" ? "kernel" : "wasm") || expanded !== expand || threads !== THREADS ||
    referenceMatches !== (dtype === "q4" ? true : null)
  ) {
    throw new Error(`Loaded otherwise than asked: ${JSON.stringify(model.report)}`);
  }
  return { session, ready: performance.now() - start };
}

/** Forgets the model. */
export async function unload(): Promise<void> {
  await model?.dispose();
  model = null;
}

/** Tokens of a text. */
export function encode(text: string): Promise<number[]> {
  return loaded().encode(text);
}

/** The text of a run of tokens. */
export function decode(tokens: readonly number[]): string {
  const { vocabulary } = loaded();
  return new TextDecoder().decode(Uint8Array.from(tokens.flatMap((id) => [...vocabulary.bytes(id)])));
}

/** Generates with the full sampler; tokens per second. */
export async function run(prompt: readonly number[], count: number, seed: number): Promise<number> {
  const arrivals: number[] = [];
  const options = {
    prompt,
    sampler: SAMPLER,
    pick: "sample",
    seed,
    maxTokens: count,
    stopAtEnd: false,
  } as const;
  for await (const _ of generate(loaded(), options)) arrivals.push(performance.now());
  return decodeRate(arrivals);
}

/** One pass over a text, from call to answer. */
export async function pass(tokens: readonly number[], cache: boolean): Promise<PassTime> {
  const start = performance.now();
  let [computed, reused] = [0, 0];
  await loaded().logits(tokens, { cache, onRun: (run) => ({ computed, reused } = run) });
  return { milliseconds: performance.now() - start, computed, reused };
}

/** Milliseconds from a cancel to the next answer, of a pass that was canceled after `after` milliseconds. */
export async function cancel(tokens: readonly number[], after: number): Promise<number> {
  const canceled = new AbortController();
  const pass = loaded().logits(tokens, { cache: false, signal: canceled.signal }).then(
    () => "ended before it was canceled",
    (error) => error === canceled.signal.reason ? null : `${error}`,
  );
  await new Promise((resolve) => setTimeout(resolve, after));
  const start = performance.now();
  canceled.abort();
  const wrong = await pass;
  if (wrong !== null) throw new Error(wrong);
  // The client may stop waiting before the worker stops computing: what is asked next waits for that.
  await loaded().logits(tokens.slice(0, 1), { cache: false });
  return performance.now() - start;
}

function loaded(): LoadedModel {
  if (model === null) throw new Error("No model is loaded");
  return model;
}
