/**
 * A hub's safetensors, in one file or several, as the weights of this project's forward pass.
 *
 * @module
 */
import { type HubConfig, readHubConfig } from "@/lib/transformer/hub_config.ts";
import { hubSafetensors } from "@/lib/transformer/weights/hub_safetensors.ts";
import {
  readSafetensors,
  type Safetensors,
  type StoredTensor,
} from "@/lib/transformer/weights/safetensors.ts";
import { gatherWeights } from "@/lib/transformer/weights/weight_source.ts";
import type { TransformerWeights } from "@/lib/transformer/weights/weights.ts";
import type { EngineFiles } from "@/lib/models/engine.ts";
import { SAFETENSORS_FILE, SAFETENSORS_INDEX } from "@/lib/models/hub/dtypes.ts";
import { indexedFiles } from "@/lib/models/hub/safetensors_files.ts";
import { ModelError } from "@/lib/models/model_provider.ts";

/**
 * Reads them. The weights are views of the files' own bytes.
 *
 * @throws {UnknownModelError} If configuration or files are not of the family, with the reason.
 * @throws {ModelError} `not_found`, or `integrity` for a damaged file, whose stored copy is dropped.
 */
export async function safetensorsWeights(hub: HubConfig, files: EngineFiles): Promise<TransformerWeights> {
  const model = readHubConfig(hub);
  const one = await files.get(SAFETENSORS_FILE);
  const stored = one === null
    ? await readSeveral(files)
    : await undamaged(SAFETENSORS_FILE, files, () => readSafetensors(one));
  const path = one === null ? SAFETENSORS_INDEX : SAFETENSORS_FILE;
  return await undamaged(path, files, () => gatherWeights(model, hubSafetensors(stored, model)));
}

/** The tensors of all files that the index names. */
async function readSeveral(files: EngineFiles): Promise<Safetensors> {
  const index = await files.get(SAFETENSORS_INDEX);
  if (!index) throw notFound(SAFETENSORS_FILE);
  const tensors = new Map<string, StoredTensor>();
  let metadata: Safetensors["metadata"] = {};
  for (const path of await undamaged(SAFETENSORS_INDEX, files, () => indexedFiles(index))) {
    const bytes = await files.get(path);
    if (!bytes) throw notFound(path);
    const part = await undamaged(path, files, () => readSafetensors(bytes));
    for (const [name, tensor] of part.tensors) tensors.set(name, tensor);
    metadata = { ...metadata, ...part.metadata };
  }
  return { tensors, metadata };
}

function notFound(path: string): ModelError {
  return new ModelError("not_found", `The repository has no file "${path}"`);
}

/** What is read of a file, whose stored copy is dropped where it is damaged. */
async function undamaged<T>(path: string, files: EngineFiles, read: () => T): Promise<T> {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    await files.forget(path);
    const message = `"${path}" cannot be read: it is damaged, or no safetensors file`;
    throw new ModelError("integrity", message, { cause: error });
  }
}
