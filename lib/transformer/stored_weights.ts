/**
 * Matrices and vectors of a model file, by name.
 *
 * @module
 */
import type { Matrix } from "@/lib/transformer/matrix.ts";
import { expandFourBits, readFloats, readHalves } from "@/lib/transformer/quantization.ts";
import type { Safetensors, StoredTensor } from "@/lib/transformer/safetensors.ts";

/** The configuration in the metadata under `config`. @throws {SyntaxError} If there is none. */
export function storedConfig<Config>({ metadata }: Safetensors): Config {
  const config: Config | null = JSON.parse(metadata["config"] ?? "null");
  if (config === null) throw new SyntaxError('The model file has no "config" in its metadata');
  return config;
}

/** A matrix, expanded where it is in 4-bit blocks. @throws {SyntaxError} If it is missing or of an unknown type. */
export function storedMatrix(stored: Safetensors, name: string): Matrix {
  const found = tensor(stored, name);
  const [rows = 0, stride = 0] = found.shape;
  if (found.dtype !== "U8") return { rows, columns: stride, data: floats(found) };
  return { rows, columns: stride * 2, data: expandFourBits(found, tensor(stored, `${name}.scale`)) };
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
  throw new SyntaxError(`Tensors of type "${dtype}" are not read`);
}
