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

/** Bytes of a number, of the types whose shapes are checked. */
const WIDTHS: Readonly<Record<string, number>> = { F64: 8, F32: 4, F16: 2, BF16: 2, I32: 4, U8: 1, I8: 1 };

/** @throws {SyntaxError} If the file is not safetensors, is cut short, or a tensor does not fit its shape. */
export function readSafetensors(file: Uint8Array): Safetensors {
  if (file.length < 8) throw new SyntaxError("Not a safetensors file: it has no header");
  const length = Number(new DataView(file.buffer, file.byteOffset).getBigUint64(0, true));
  const start = 8 + length;
  if (start > file.length) throw new SyntaxError("Not a safetensors file: its header is cut short");
  const { __metadata__: metadata = {}, ...entries } = readHeader(file.subarray(8, start));
  const tensors = new Map<string, StoredTensor>();
  for (const [name, entry] of Object.entries(entries as { [name: string]: HeaderEntry })) {
    const [from, to] = checkEntry(name, entry);
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

function readHeader(bytes: Uint8Array): { readonly __metadata__?: Safetensors["metadata"] } {
  const header: unknown = JSON.parse(new TextDecoder().decode(bytes));
  if (typeof header === "object" && header !== null && !Array.isArray(header)) return header;
  throw new SyntaxError("Not a safetensors file: its header is no object");
}

/** Where a tensor's bytes are. */
function checkEntry(name: string, entry: Partial<HeaderEntry> | null): readonly [from: number, to: number] {
  const { dtype = "", shape, data_offsets: [from = -1, to = -1] = [] } = entry ?? {};
  const isCount = (value: number) => Number.isSafeInteger(value) && value >= 0;
  const width = WIDTHS[dtype];
  const isWhole = Array.isArray(shape) && [...shape, from, to].every(isCount) && from <= to &&
    (width === undefined || shape.reduce((product, length) => product * length, width) === to - from);
  if (!isWhole) throw new SyntaxError(`Tensor "${name}" does not fit the shape that the file gives it`);
  return [from, to];
}
