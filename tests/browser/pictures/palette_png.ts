/**
 * Writes PNGs of at most 256 colors: a third of the bytes of a screenshot, and no eye sees the difference.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { crc32, deflateSync } from "node:zlib";

/** An image as `pngjs` has it: four bytes a pixel, all opaque. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

const COLORS = 256;
const SIGNATURE = [137, 80, 78, 71, 13, 10, 26, 10];
/** Eight bits a pixel, indices into a palette. */
const KIND = [8, 3, 0, 0, 0];

function colorAt(data: Uint8Array, at: number): number {
  return data[at]! << 16 | data[at + 1]! << 8 | data[at + 2]!;
}

/** Colors of a picture by how many of its pixels have them, most first. */
function colorsOf({ data }: Pixels): number[] {
  const counts = new Map<number, number>();
  for (let at = 0; at < data.length; at += 4) {
    const color = colorAt(data, at);
    counts.set(color, (counts.get(color) ?? 0) + 1);
  }
  return [...counts].sort(([a, n], [b, m]) => m - n || a - b).map(([color]) => color);
}

function nearest(palette: readonly number[], color: number): number {
  let [best, least] = [0, Infinity];
  for (const [index, each] of palette.entries()) {
    const distance = ((each >> 16) - (color >> 16)) ** 2 + ((each >> 8 & 255) - (color >> 8 & 255)) ** 2 +
      ((each & 255) - (color & 255)) ** 2;
    if (distance < least) [best, least] = [index, distance];
  }
  return best;
}

/** Each pixel's place in a palette: its own color, or the nearest. */
function indexed({ data }: Pixels, palette: readonly number[]): Uint8Array {
  const places = new Map<number, number>(palette.map((color, index) => [color, index]));
  const indices = new Uint8Array(data.length / 4);
  for (let at = 0; at < data.length; at += 4) {
    const color = colorAt(data, at);
    const place = places.get(color) ?? nearest(palette, color);
    places.set(color, place);
    indices[at / 4] = place;
  }
  return indices;
}

/** The palette of a picture: its most frequent colors, in the order of their numbers. */
function paletteOf(pixels: Pixels): number[] {
  return colorsOf(pixels).slice(0, COLORS).sort((a, b) => a - b);
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}

/** Each row after its filter, which is none. */
function rows(indices: Uint8Array, width: number): Uint8Array {
  const height = indices.length / width;
  const all = new Uint8Array(indices.length + height);
  for (let row = 0; row < height; row++) {
    all.set(indices.subarray(row * width, (row + 1) * width), row * (width + 1) + 1);
  }
  return all;
}

/** The image as a PNG with a palette. */
export function palettePng(pixels: Pixels): Uint8Array {
  const palette = paletteOf(pixels);
  const head = Buffer.alloc(8);
  head.writeUInt32BE(pixels.width);
  head.writeUInt32BE(pixels.height, 4);
  return Buffer.concat([
    Uint8Array.from(SIGNATURE),
    chunk("IHDR", Buffer.concat([head, Uint8Array.from(KIND)])),
    chunk("PLTE", Uint8Array.from(palette.flatMap((color) => [color >> 16, color >> 8 & 255, color & 255]))),
    chunk("IDAT", deflateSync(rows(indexed(pixels, palette), pixels.width), { level: 9 })),
    chunk("IEND", new Uint8Array()),
  ]);
}
