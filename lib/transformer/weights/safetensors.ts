/**
 * Reads safetensors: eight bytes of header length, a JSON header, the tensors' bytes.
 *
 * @see https://huggingface.co/docs/safetensors
 * @module
 */

/** One tensor of a file; `bytes` is a view, not a copy. */
export interface StoredTensor {
  /** `F32`, `F16`, `U8` and so on. */
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly bytes: Uint8Array;
}

/** A file's tensors by name, and its free-form metadata. */
export interface Safetensors {
  readonly tensors: ReadonlyMap<string, StoredTensor>;
  readonly metadata: { readonly [key: string]: string };
}

interface HeaderEntry {
  readonly dtype: string;
  readonly shape: number[];
  readonly data_offsets: [number, number];
}

/** @throws {SyntaxError} If the file is not safetensors or is cut short. */
export function readSafetensors(file: Uint8Array): Safetensors {
  if (file.length < 8) throw new SyntaxError("Not a safetensors file: it has no header");
  const length = Number(new DataView(file.buffer, file.byteOffset).getBigUint64(0, true));
  const start = 8 + length;
  if (start > file.length) throw new SyntaxError("Not a safetensors file: its header is cut short");
  const header = JSON.parse(new TextDecoder().decode(file.subarray(8, start)));
  const { __metadata__: metadata = {}, ...entries } = header;
  const tensors = new Map<string, StoredTensor>();
  for (const [name, entry] of Object.entries(entries as { [name: string]: HeaderEntry })) {
    const [from, to] = entry.data_offsets;
    if (start + to > file.length) {
      throw new SyntaxError(`The file is cut short: tensor "${name}" is not complete`);
    }
    tensors.set(name, {
      dtype: entry.dtype,
      shape: entry.shape,
      bytes: file.subarray(start + from, start + to),
    });
  }
  return { tensors, metadata };
}
