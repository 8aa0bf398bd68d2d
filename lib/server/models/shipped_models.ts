/**
 * The embedded models in `static/models/NAME/vHASH/`.
 *
 * @module
 */
import { readdirSync, statSync } from "node:fs";
import { ROOT } from "@/lib/server/root.ts";
import type { EmbeddedName } from "@/lib/experiment/fields/predictor_query.ts";
import { embeddedOps } from "@/lib/embedded/embedded_ops.ts";
import { serverKernel } from "@/lib/server/models/kernel.ts";
import { onThreads, type ThreadPort } from "@/lib/embedded/on_threads.ts";
import type { LanguageModel } from "@/lib/lm/language_model.ts";
import { readEmbeddedModel, type ShippedModel } from "@/lib/embedded/load_embedded_model.ts";
import type { ShippedModels, ShippedName } from "@/lib/embedded/shipped.ts";

const FOLDER = `${ROOT}/static/models`;
const WEIGHTS = "model.safetensors";
const TOKENIZER = "tokenizer.json";

/** Each takes about 25 MB. */
const MAX_THREADS = 4;

/**
 * The most tokens of a text that the server reads with each, begin token not counted; the tab reads as many as the
 * model takes. A masked model reads all of them again for each row.
 */
export const SERVER_TOKENS: Readonly<Record<ShippedName, number>> = {
  "parcel-gpt": 128,
  "parcel-gru": 128,
  "parcel-bert": 32,
};

const models = new Map<ShippedName, LanguageModel>();

/**
 * Where a shipped model's files are.
 *
 * @throws {Error} If its folder is not there.
 */
export function shippedModel<Name extends ShippedName>(name: Name): ShippedModel<Name> {
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

/** Where the files of all shipped models are. */
export function shippedModels(): { readonly [Name in ShippedName]: ShippedModel<Name> } {
  return {
    "parcel-gpt": shippedModel("parcel-gpt"),
    "parcel-gru": shippedModel("parcel-gru"),
    "parcel-bert": shippedModel("parcel-bert"),
  };
}

let createThread: (() => ThreadPort) | null = null;

/** From now on models compute on threads of their own; for a server that runs until it is stopped. */
export function useModelThreads(): void {
  if (typeof Worker === "undefined") return;
  const script = new URL("../../embedded/embedded_worker.ts", import.meta.url).href;
  createThread = () => new Worker(script, { type: "module", name: "model" });
}

/** Whether a model's passes hold a thread of its own, not the one that asks. */
export function computesElsewhere(name: EmbeddedName): boolean {
  return name !== "counts" && createThread !== null;
}

/**
 * One core is left for the pages, and a thread of the model that most ask, so that a long text of one client does not
 * hold the others' short ones. A model that a visitor has to choose is asked less.
 */
function threadCount(name: ShippedName): number {
  return name === "parcel-gpt"
    ? 1 + Math.max(1, Math.min(MAX_THREADS, navigator.hardwareConcurrency - 1))
    : 1;
}

/** A shipped model's weights, and the text of its `tokenizer.json`, read anew at each call. */
export function shippedFiles(name: ShippedName) {
  const { weights, tokenizer } = shippedModel(name);
  return { weights: Deno.readFileSync(ROOT + weights), tokenizer: Deno.readTextFileSync(ROOT + tokenizer) };
}

/** The server's own copy of a shipped model, read at its first use. */
export function serverModel<Name extends ShippedName>(name: Name): ShippedModels[Name] {
  const known = models.get(name) as ShippedModels[Name] | undefined;
  if (known !== undefined) return known;
  const shipped = shippedModel(name);
  const files = shippedFiles(name);
  const kernel = serverKernel();
  const here: ShippedModels[Name] = readEmbeddedModel(shipped, files, embeddedOps(kernel));
  const start = { name, revision: shipped.revision, files, kernel };
  const model = createThread
    ? onThreads(here, { start, count: threadCount(name), create: createThread })
    : here;
  models.set(name, model);
  return model;
}
