/**
 * Which characters a font can draw, read from the font itself (OpenType, `cmap`).
 *
 * @module
 */

/**
 * Code points that a TrueType font has a glyph for: those of its tables of format 4 and 12.
 *
 * @throws {RangeError} If the bytes end where a table should go on.
 */
export function fontCoverage(font: Uint8Array): ReadonlySet<number> {
  const data = new DataView(font.buffer, font.byteOffset, font.byteLength);
  const cmap = tableOffset(data, "cmap");
  const covered = new Set<number>();
  if (cmap === null) return covered;
  for (let table = 0; table < data.getUint16(cmap + 2); table++) {
    const start = cmap + data.getUint32(cmap + 4 + table * 8 + 4);
    const format = data.getUint16(start);
    const codes = format === 4 ? segmentCodes(data, start) : format === 12 ? groupCodes(data, start) : [];
    for (const code of codes) covered.add(code);
  }
  return covered;
}

function tableOffset(data: DataView, name: string): number | null {
  for (let entry = 0; entry < data.getUint16(4); entry++) {
    const at = 12 + entry * 16;
    const tag = String.fromCharCode(...[0, 1, 2, 3].map((i) => data.getUint8(at + i)));
    if (tag === name) return data.getUint32(at + 8);
  }
  return null;
}

/** Format 4: segments, each with a delta or an offset into an array of glyphs. Glyph 0 is "none". */
function* segmentCodes(data: DataView, start: number): Generator<number> {
  const size = data.getUint16(start + 6);
  const ends = start + 14, starts = ends + size + 2, deltas = starts + size, offsets = deltas + size;
  for (let at = 0; at < size; at += 2) {
    const first = data.getUint16(starts + at), last = data.getUint16(ends + at);
    const offset = data.getUint16(offsets + at), delta = data.getUint16(deltas + at);
    for (let code = first; code <= last && code < 0xffff; code++) {
      const raw = offset === 0 ? code : data.getUint16(offsets + at + offset + 2 * (code - first));
      if (offset !== 0 && raw === 0) continue;
      if (((raw + delta) & 0xffff) !== 0) yield code;
    }
  }
}

/** Format 12: groups of consecutive code points. */
function* groupCodes(data: DataView, start: number): Generator<number> {
  for (let group = 0; group < data.getUint32(start + 12); group++) {
    const at = start + 16 + group * 12;
    for (let code = data.getUint32(at); code <= data.getUint32(at + 4); code++) yield code;
  }
}
