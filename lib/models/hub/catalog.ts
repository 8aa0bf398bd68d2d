/**
 * The hub models that are offered by name, with what is known of them before anything is downloaded.
 *
 * @module
 */
import type { ModelDescription } from "@/lib/models/model_provider.ts";

/** A model of the catalog. */
interface CatalogEntry {
  readonly name: string;
  readonly title: string;
  readonly license: string;
  readonly parameters: number;
  readonly contextLength: number;
  readonly vocabularySize: number;
  /** Bytes of the files of the copy that known_files.ts describes; null where none does. */
  readonly knownBytes: number | null;
}

/** The revision where a link names none. */
export const DEFAULT_REVISION = "main";

/** The models, smallest first. */
export const CATALOG: readonly CatalogEntry[] = [
  {
    name: "onnx-community/gpt2-ONNX",
    title: "GPT-2 small",
    license: "mit",
    parameters: 124_439_808,
    contextLength: 1024,
    vocabularySize: 50_257,
    knownBytes: null,
  },
  {
    name: "HuggingFaceTB/SmolLM2-135M-Instruct",
    title: "SmolLM2 135M Instruct",
    license: "apache-2.0",
    parameters: 134_515_008,
    contextLength: 8192,
    vocabularySize: 49_152,
    knownBytes: 115_403_772,
  },
  {
    name: "HuggingFaceTB/SmolLM2-360M-Instruct",
    title: "SmolLM2 360M Instruct",
    license: "apache-2.0",
    parameters: 361_821_120,
    contextLength: 8192,
    vocabularySize: 49_152,
    knownBytes: null,
  },
  {
    name: "onnx-community/Qwen2.5-0.5B-Instruct",
    title: "Qwen2.5 0.5B Instruct",
    license: "apache-2.0",
    parameters: 494_032_768,
    contextLength: 32_768,
    vocabularySize: 151_936,
    knownBytes: null,
  },
  {
    name: "onnx-community/Qwen3-0.6B-ONNX",
    title: "Qwen3 0.6B",
    license: "apache-2.0",
    parameters: 596_049_920,
    contextLength: 40_960,
    vocabularySize: 151_936,
    knownBytes: null,
  },
];

/** The catalog's entry of a repository, or null. */
export function catalogEntry(name: string): CatalogEntry | null {
  return CATALOG.find((entry) => entry.name === name) ?? null;
}

/** The catalog before any host was asked: what a load takes is what it took when the model was added. */
export function catalogDescriptions(): ModelDescription[] {
  return CATALOG.map((entry) => {
    return {
      id: { name: entry.name, revision: DEFAULT_REVISION, dtype: "q4" },
      title: entry.title,
      license: entry.license,
      parameters: entry.parameters,
      contextLength: entry.contextLength,
      vocabularySize: entry.vocabularySize,
      files: [],
      downloadBytes: entry.knownBytes,
      memoryBytes: 4 * entry.parameters,
      dtypes: ["q4"],
      cached: false,
    };
  });
}
