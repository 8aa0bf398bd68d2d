/**
 * What is known of the files that the catalog's models had when they were added: length, hash, and what they answer.
 *
 * @module
 */
import type { ReferenceDistribution } from "@/lib/models/engine.ts";
import type { ModelFile } from "@/lib/models/model_provider.ts";

/** PyTorch float32 on the same weights; the prompt is "The package left the". */
const SMOLLM2_REFERENCE: ReferenceDistribution = {
  tokens: [504, 8567, 2049, 260],
  top: [
    { id: 8567, logProbability: -2.857534 },
    { id: 6644, logProbability: -3.318888 },
    { id: 3985, logProbability: -3.371618 },
    { id: 2288, logProbability: -3.921585 },
    { id: 2914, logProbability: -4.027862 },
  ],
  tolerance: 0.01,
};

/** Files by repository. */
const FILES: Readonly<Record<string, readonly ModelFile[]>> = {
  "HuggingFaceTB/SmolLM2-135M-Instruct": [
    file("config.json", 671, "e5a2026ca72056ca031be285567c9e8e667540ed392524fe85340033e757c331"),
    file("generation_config.json", 91, "537a3ae6d9261b4ed5cab9fac8f4d599f473b69539ee70cfe729ecf955904f42"),
    file("tokenizer.json", 1_563_270, "2225e8fb36485529d3c826106f8bec359b719a6bcc3f5d6314a834c7be153905"),
    file("tokenizer_config.json", 3371, "2ba7e48645b9d7aad15838f8fc91f4db4c9b7888bb60115f5e830a18c560b7ef"),
    file(
      "onnx/model_q4.onnx",
      113_836_369,
      "050e4af45e614d4cd5a4d5714f98342b1eba91db375245490a2fa5fdeca6d0c6",
    ),
  ],
};

/** References by repository. */
const REFERENCES: Readonly<Record<string, ReferenceDistribution>> = {
  "HuggingFaceTB/SmolLM2-135M-Instruct": SMOLLM2_REFERENCE,
};

/** The files that are known of a repository; none for most. */
export function knownFiles(name: string): readonly ModelFile[] {
  return FILES[name] ?? [];
}

/** The SHA-256 that is known of a file: a file of another length is another file, and is not judged by it. */
export function knownSha256(name: string, path: string, bytes: number | null): string | null {
  const known = knownFiles(name).find((file) => file.path === path);
  return known !== undefined && known.bytes === bytes ? known.sha256 : null;
}

/**
 * The reference of a model, if the weights that will run are the ones it was computed with: another
 * quantization answers differently and is not wrong for it.
 */
export function referenceFor(name: string, files: readonly ModelFile[]): ReferenceDistribution | null {
  const weights = files.filter((file) => file.path.endsWith(".onnx"));
  const same = weights.every(({ path, bytes }) => knownSha256(name, path, bytes) !== null);
  return weights.length > 0 && same ? REFERENCES[name] ?? null : null;
}

function file(path: string, bytes: number, sha256: string): ModelFile {
  return { path, bytes, sha256 };
}
