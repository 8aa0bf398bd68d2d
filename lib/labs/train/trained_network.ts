/**
 * The trained network on its way to other pages: kept in this browser, one at a time, and loaded as any model is.
 *
 * @module
 */
import { TRAINED_MODEL } from "@/lib/experiment/fields/predictor_query.ts";
import type { RunRecord } from "@/lib/labs/train/run_record.ts";
import type { LanguageModel } from "@/lib/lm/language_model.ts";
import { type LoadedModel, type ModelDescription, ModelError } from "@/lib/models/model_provider.ts";
import type { CorpusTokenizer } from "@/lib/training/data/corpus_tokenizer.ts";
import {
  type NetworkShape,
  type NetworkWeights,
  parameterCount,
  PARAMETERS,
  parameterShapes,
} from "@/lib/training/network/network.ts";
import { createNeuralNgram } from "@/lib/training/run/neural_ngram_model.ts";
import { writeSafetensors } from "@/lib/training/export/write_safetensors.ts";
import { readSafetensors } from "@/lib/transformer/weights/safetensors.ts";

/** A browser's store of one file. */
export interface NetworkStore {
  read(): Promise<Uint8Array | null>;
  write(file: Uint8Array<ArrayBuffer>): Promise<void>;
}

/** What stands in the file beside the weights. */
interface Facts {
  readonly shape: NetworkShape;
  readonly tokenizer: CorpusTokenizer;
  readonly revision: string;
}

const CACHE = "trained-network";
const ADDRESS = "/trained-network.safetensors";

/** The store in the browser's own cache. */
export const browserStore: NetworkStore = {
  async read() {
    const found = await (await caches.open(CACHE)).match(ADDRESS);
    return found ? new Uint8Array(await found.arrayBuffer()) : null;
  },
  async write(file) {
    await (await caches.open(CACHE)).put(ADDRESS, new Response(file));
  },
};

/** Keeps the network of a run, as it stands. */
export async function keepTrained(
  run: RunRecord,
  weights: NetworkWeights,
  store: NetworkStore,
): Promise<void> {
  const { shape, tokenizer } = run.facts;
  const shapes = parameterShapes(shape);
  const revision = `seed-${run.settings.seed}-step-${run.losses.length}`;
  const facts: Facts = { shape, tokenizer, revision };
  const tensors = PARAMETERS.map((name) => ({ name, shape: shapes[name], values: weights[name] }));
  await store.write(writeSafetensors(tensors, { facts: JSON.stringify(facts) }));
}

/** What can be said of the kept network before it is opened. @throws {ModelError} If there is none. */
export async function describeTrained(store: NetworkStore): Promise<ModelDescription> {
  const { file, facts } = await readKept(store);
  return {
    id: { name: TRAINED_MODEL, revision: facts.revision, dtype: "fp32" },
    title: "The network you trained",
    license: null,
    parameters: parameterCount(facts.shape),
    contextLength: facts.shape.context,
    vocabularySize: facts.shape.vocabulary,
    files: [{ path: "trained-network.safetensors", bytes: file.length, sha256: null }],
    downloadBytes: file.length,
    memoryBytes: file.length,
    dtypes: ["fp32"],
    cached: true,
  };
}

/** Opens the kept network. @throws {ModelError} If there is none. */
export async function loadTrained(store: NetworkStore): Promise<LoadedModel> {
  const start = performance.now();
  const { file, facts } = await readKept(store);
  const { tensors } = readSafetensors(file);
  const weights = Object.fromEntries(
    PARAMETERS.map((name) => [name, new Float32Array(tensors.get(name)!.bytes.slice().buffer)]),
  ) as NetworkWeights;
  const { shape, tokenizer, revision } = facts;
  const id = { name: TRAINED_MODEL, revision, dtype: "fp32" };
  const model: LanguageModel = createNeuralNgram({ id, shape, weights, tokenizer });
  return Object.assign(model, {
    report: {
      backend: model.backend,
      engine: model.backend,
      threads: 1,
      crossOriginIsolated: globalThis.crossOriginIsolated ?? false,
      expanded: false,
      expandedBytes: 0,
      milliseconds: performance.now() - start,
      warmUp: [],
      referenceMatches: null,
      notices: [],
    },
    onRecovery: null,
  });
}

async function readKept(store: NetworkStore): Promise<{ readonly file: Uint8Array; readonly facts: Facts }> {
  const file = await store.read();
  if (file === null) {
    throw new ModelError("not_found", "This browser keeps no trained network: train one on the page Train");
  }
  return { file, facts: JSON.parse(readSafetensors(file).metadata["facts"] ?? "") };
}
