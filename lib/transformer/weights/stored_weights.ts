/**
 * Matrices and vectors of a model file, by name.
 *
 * @module
 */
import type { Matrix } from "@/lib/transformer/matrix.ts";
import {
  fourBitBlocks,
  readBrainFloats,
  readFloats,
  readHalves,
} from "@/lib/transformer/weights/quantization.ts";
import type { Safetensors, StoredTensor } from "@/lib/transformer/weights/safetensors.ts";

/** The configuration in the metadata under `config`. @throws {SyntaxError} If there is none. */
export function storedConfig<Config>({ metadata }: Safetensors): Config {
  const config: Config | null = JSON.parse(metadata["config"] ?? "null");
  if (config === null) throw new SyntaxError('The model file has no "config" in its metadata');
  return config;
}

/** A matrix, in 4-bit blocks where the file has it so. @throws {SyntaxError} If it is missing or of an unknown type or shape. */
export function storedMatrix(stored: Safetensors, name: string): Matrix {
  const found = tensor(stored, name);
  const [rows = 0, columns = 0] = found.shape;
  if (found.dtype !== "U8") return { rows, columns, data: floats(found) };
  const scales = tensor(stored, `${name}.scale`);
  const matrix = fourBitBlocks(found, scales);
  if (scales.dtype !== "F16" || matrix.scales.length !== rows * matrix.columns / matrix.block) {
    throw new SyntaxError(`The scales of "${name}" do not fit its weights`);
  }
  return matrix;
}

/** A vector. @throws {SyntaxError} If it is missing or of an unknown type. */
export function storedVector(stored: Safetensors, name: string): Float32Array {
  return floats(tensor(stored, name));
}

function tensor(stored: Safetensors, name: string): StoredTensor {
  const found = stored.tensors.get(name);
  if (found === undefined) throw new SyntaxError(`The model file has no tensor "${name}"`);
  return found;
}

function floats({ dtype, bytes }: StoredTensor): Float32Array {
  if (dtype === "F32") return readFloats(bytes);
  if (dtype === "F16") return readHalves(bytes);
  if (dtype === "BF16") return readBrainFloats(bytes);
  throw new SyntaxError(`Tensors of type "${dtype}" are not read`);
}
