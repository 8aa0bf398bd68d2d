/**
 * The embedded models in `static/models/NAME/vHASH/`.
 *
 * @module
 */
import { readdirSync, statSync } from "node:fs";
import { ROOT } from "@/lib/server/root.ts";
import { onThreads, type ThreadPort } from "@/lib/server/model_threads.ts";
import type { EmbeddedModel } from "@/lib/transformer/embedded_model.ts";
import { readEmbeddedModel, type ShippedModel } from "@/lib/transformer/load_embedded_model.ts";

const FOLDER = `${ROOT}/static/models`;
const WEIGHTS = "model.safetensors";
const TOKENIZER = "tokenizer.json";

/** Each takes about 25 MB. */
const MOST_THREADS = 4;

const models = new Map<string, EmbeddedModel>();

/**
 * Where a shipped model's files are.
 *
 * @throws {Error} If the site ships no model of that name.
 */
export function shippedModel(name: string): ShippedModel {
  const version = readdirSync(`${FOLDER}/${name}`).find((folder) => /^v[0-9a-f]+$/.test(folder));
  if (version === undefined) throw new Error(`${FOLDER}/${name} holds no version of the model`);
  const size = (file: string) => statSync(`${FOLDER}/${name}/${version}/${file}`).size;
  const url = (file: string) => `/static/models/${name}/${version}/${file}`;
  return {
    name,
    revision: version.slice(1),
    weights: url(WEIGHTS),
    tokenizer: url(TOKENIZER),
    bytes: size(WEIGHTS) + size(TOKENIZER),
  };
}

let createThread: (() => ThreadPort) | null = null;

/** From now on models compute on threads of their own; for a server that runs until it is stopped. */
export function useModelThreads(): void {
  const script = new URL("./model_thread.ts", import.meta.url).href;
  createThread = () => new Worker(script, { type: "module", name: "model" });
}

/** One core is left for the pages. */
function threadCount(): number {
  return Math.max(1, Math.min(MOST_THREADS, navigator.hardwareConcurrency - 1));
}

/** The server's own copy of a shipped model, read at its first use. */
export function serverModel(name: string): EmbeddedModel {
  const known = models.get(name);
  if (known !== undefined) return known;
  const shipped = shippedModel(name);
  const files = {
    weights: Deno.readFileSync(ROOT + shipped.weights),
    tokenizer: Deno.readTextFileSync(ROOT + shipped.tokenizer),
  };
  const here = readEmbeddedModel(shipped, files);
  const start = { name, revision: shipped.revision, files };
  const model = createThread ? onThreads(here, { start, count: threadCount(), create: createThread }) : here;
  models.set(name, model);
  return model;
}
