/**
 * From a model's two files to a model that answers.
 *
 * @module
 */
import { createTokenizer } from "@/lib/transformer/byte_level_bpe.ts";
import { createEmbeddedModel, type EmbeddedModel } from "@/lib/transformer/embedded_model.ts";
import { createTransformer } from "@/lib/transformer/forward.ts";
import { readWeights } from "@/lib/transformer/weights.ts";

/** A model that the site ships, and where its files are. JSON, so that a server can tell a page. */
export interface ShippedModel {
  /** Its id, such as `parcel-gpt`. */
  readonly name: string;
  /** Beginning of its files' content hash. */
  readonly revision: string;
  /** Address of `model.safetensors`; changes with the content. */
  readonly weights: string;
  /** Address of `tokenizer.json`. */
  readonly tokenizer: string;
  /** Bytes of both files. */
  readonly bytes: number;
}

/** The contents of a model's files. */
export interface ModelFiles {
  readonly weights: Uint8Array;
  /** Text of `tokenizer.json`. */
  readonly tokenizer: string;
}

/**
 * Expands a model's files into a model.
 *
 * @throws {SyntaxError} If a file is damaged.
 */
export function readEmbeddedModel(
  { name, revision }: Pick<ShippedModel, "name" | "revision">,
  files: ModelFiles,
): EmbeddedModel {
  return createEmbeddedModel({
    name,
    revision,
    transformer: createTransformer(readWeights(files.weights)),
    tokenizer: createTokenizer(JSON.parse(files.tokenizer)),
  });
}

/**
 * Fetches a model's files, which the browser keeps since their addresses name their content.
 *
 * @throws {Error} If a file cannot be fetched.
 */
export async function fetchEmbeddedModel(
  model: ShippedModel,
  fetchFile: typeof fetch = fetch,
): Promise<EmbeddedModel> {
  const [weights, tokenizer] = await Promise.all(
    [model.weights, model.tokenizer].map((url) => fetchBytes(url, fetchFile)),
  );
  return readEmbeddedModel(model, { weights: weights!, tokenizer: new TextDecoder().decode(tokenizer) });
}

async function fetchBytes(url: string, fetchFile: typeof fetch): Promise<Uint8Array> {
  const response = await fetchFile(url);
  if (!response.ok) {
    throw new Error(`The model's file ${url} cannot be fetched (${response.status}): try again`);
  }
  return new Uint8Array(await response.arrayBuffer());
}
