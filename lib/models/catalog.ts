/**
 * The hub models that are offered by name, with what is known of them before anything is downloaded.
 *
 * @module
 */
import type { ReferenceDistribution } from "@/lib/models/engine.ts";
import type { ModelDescription, ModelFile } from "@/lib/models/model_provider.ts";

/** A model of the catalog. */
export interface CatalogEntry {
  readonly name: string;
  readonly title: string;
  readonly license: string;
  readonly parameters: number;
  readonly contextLength: number;
  readonly vocabularySize: number;
  /** Files of one published copy, by length and hash. A host with other files is measured instead. */
  readonly files: readonly ModelFile[];
  /** What the model must answer; null where there is no reference. */
  readonly reference: ReferenceDistribution | null;
}

/** The revision where a link names none. */
export const DEFAULT_REVISION = "main";

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

/** The models, smallest first. */
export const CATALOG: readonly CatalogEntry[] = [
  {
    name: "onnx-community/gpt2-ONNX",
    title: "GPT-2 small",
    license: "mit",
    parameters: 124_439_808,
    contextLength: 1024,
    vocabularySize: 50_257,
    files: [],
    reference: null,
  },
  {
    name: "HuggingFaceTB/SmolLM2-135M-Instruct",
    title: "SmolLM2 135M Instruct",
    license: "apache-2.0",
    parameters: 134_515_008,
    contextLength: 8192,
    vocabularySize: 49_152,
    files: [
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
    reference: SMOLLM2_REFERENCE,
  },
  {
    name: "HuggingFaceTB/SmolLM2-360M-Instruct",
    title: "SmolLM2 360M Instruct",
    license: "apache-2.0",
    parameters: 361_821_120,
    contextLength: 8192,
    vocabularySize: 49_152,
    files: [],
    reference: null,
  },
  {
    name: "onnx-community/Qwen2.5-0.5B-Instruct",
    title: "Qwen2.5 0.5B Instruct",
    license: "apache-2.0",
    parameters: 494_032_768,
    contextLength: 32_768,
    vocabularySize: 151_936,
    files: [],
    reference: null,
  },
  {
    name: "onnx-community/Qwen3-0.6B-ONNX",
    title: "Qwen3 0.6B",
    license: "apache-2.0",
    parameters: 596_049_920,
    contextLength: 40_960,
    vocabularySize: 151_936,
    files: [],
    reference: null,
  },
];

/** The catalog's entry of a repository, or null. */
export function catalogEntry(name: string): CatalogEntry | null {
  return CATALOG.find((entry) => entry.name === name) ?? null;
}

/** The SHA-256 that the catalog knows of a file: a file of another length is another file, and is not judged by it. */
export function knownSha256(name: string, path: string, bytes: number | null): string | null {
  const known = catalogEntry(name)?.files.find((file) => file.path === path);
  return known !== undefined && known.bytes === bytes ? known.sha256 : null;
}

/**
 * The reference of a model, if the weights that will run are the ones it was computed with: another
 * quantization answers differently and is not wrong for it.
 */
export function referenceFor(name: string, files: readonly ModelFile[]): ReferenceDistribution | null {
  const entry = catalogEntry(name);
  const weights = files.filter((file) => file.path.endsWith(".onnx"));
  const same = weights.every(({ path, bytes }) => knownSha256(name, path, bytes) !== null);
  return entry?.reference && weights.length > 0 && same ? entry.reference : null;
}

/** The catalog before any host was asked. `hasKnownFiles` says that the host serves the copy that the catalog knows. */
export function catalogDescriptions(hasKnownFiles: boolean): ModelDescription[] {
  return CATALOG.map((entry) => {
    const files = hasKnownFiles ? entry.files : [];
    return {
      id: { name: entry.name, revision: DEFAULT_REVISION, dtype: "q4" },
      title: entry.title,
      license: entry.license,
      parameters: entry.parameters,
      contextLength: entry.contextLength,
      vocabularySize: entry.vocabularySize,
      files,
      downloadBytes: files.length > 0 ? files.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0) : null,
      memoryBytes: 4 * entry.parameters,
      dtypes: ["q4"],
      cached: false,
    };
  });
}

function file(path: string, bytes: number, sha256: string): ModelFile {
  return { path, bytes, sha256 };
}
