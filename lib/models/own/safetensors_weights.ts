/**
 * A hub's safetensors file as the weights of this project's forward pass.
 *
 * @module
 */
import { type HubConfig, readHubConfig } from "@/lib/transformer/hub_config.ts";
import { hubSafetensors } from "@/lib/transformer/weights/hub_safetensors.ts";
import { readSafetensors } from "@/lib/transformer/weights/safetensors.ts";
import { gatherWeights } from "@/lib/transformer/weights/weight_source.ts";
import type { TransformerWeights } from "@/lib/transformer/weights/weights.ts";
import type { EngineFiles } from "@/lib/models/engine.ts";
import { SAFETENSORS_FILE } from "@/lib/models/hub/dtypes.ts";
import { ModelError } from "@/lib/models/model_provider.ts";

/**
 * Reads it. The weights are views of the file's own bytes.
 *
 * @throws {UnknownModelError} If configuration or file are not of the family, with the reason.
 * @throws {ModelError} `not_found`, or `integrity` for a damaged file, whose stored copy is dropped.
 */
export async function safetensorsWeights(hub: HubConfig, files: EngineFiles): Promise<TransformerWeights> {
  const model = readHubConfig(hub);
  const bytes = await files.get(SAFETENSORS_FILE);
  if (!bytes) throw new ModelError("not_found", `The repository has no file "${SAFETENSORS_FILE}"`);
  try {
    return gatherWeights(model, hubSafetensors(readSafetensors(bytes), model));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    await files.forget(SAFETENSORS_FILE);
    const message = `"${SAFETENSORS_FILE}" cannot be read: it is damaged, or no safetensors file`;
    throw new ModelError("integrity", message, { cause: error });
  }
}
