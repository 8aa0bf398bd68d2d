/**
 * Writes a row of numbers as NumPy's `.npy`, version 1.0: magic, header length, a header padded with spaces to a
 * multiple of 64, then float32 little-endian. `numpy.load` reads it.
 *
 * @see https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 */
export function rowNpy(row: ArrayLike<number>): Uint8Array<ArrayBuffer> {
  const fields = `{'descr': '<f4', 'fortran_order': False, 'shape': (${row.length},), }`;
  const prefix = 10;
  const length = Math.ceil((prefix + fields.length + 1) / 64) * 64;
  const file = new Uint8Array(length + 4 * row.length).fill(0x20, prefix, length);
  const view = new DataView(file.buffer);
  const text = new TextEncoder();
  file.set([0x93, ...text.encode("NUMPY"), 1, 0]);
  view.setUint16(8, length - prefix, true);
  file.set(text.encode(fields), prefix);
  file[length - 1] = 0x0a;
  for (let index = 0; index < row.length; index++) view.setFloat32(length + 4 * index, row[index]!, true);
  return file;
}
