/**
 * How far a screenshot is from the picture that was looked at.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import pixelmatch from "pixelmatch";
// @ts-types="./pngjs.d.ts"
import { PNG } from "pngjs";
import type { Pixels } from "@/tests/browser/pictures/palette_png.ts";

/**
 * What two pictures of one state may differ by. Both are compared at a quarter of their size, where a point is the mean
 * of 16 pixels: a letter that begins a part of a pixel further right, as it does now and then, moves such a mean by a
 * few hundredths of the way from black to white, another letter by a fifth and more. Tints are fainter than the
 * threshold, and tested by their classes.
 */
export const TOLERANCE = { threshold: 0.15, pixels: 0 } as const;

/** Pixels a side of the square that becomes one point. */
const SQUARE = 4;

/** A difference: in words, and drawn where both are of one size. */
export interface Difference {
  readonly says: string;
  readonly drawn: Uint8Array | null;
}

/** The picture of a PNG file. */
export function readPng(bytes: Uint8Array): Pixels {
  return PNG.sync.read(Buffer.from(bytes));
}

/** A picture at a quarter of its size: each point the mean of its square. What is left over at an edge is dropped. */
function shrink({ width, height, data }: Pixels): Pixels {
  const small = { width: Math.floor(width / SQUARE), height: Math.floor(height / SQUARE) };
  const means = new Uint8Array(small.width * small.height * 4);
  for (let at = 0; at < means.length; at++) {
    const [channel, point] = [at % 4, Math.floor(at / 4)];
    const [left, top] = [point % small.width * SQUARE, Math.floor(point / small.width) * SQUARE];
    let sum = 0;
    for (let pixel = 0; pixel < SQUARE * SQUARE; pixel++) {
      sum += data[((top + Math.floor(pixel / SQUARE)) * width + left + pixel % SQUARE) * 4 + channel]!;
    }
    means[at] = Math.round(sum / (SQUARE * SQUARE));
  }
  return { ...small, data: means };
}

/** The difference of two pictures beyond {@linkcode TOLERANCE}; null where there is none. */
export function findDifference(before: Pixels, now: Pixels): Difference | null {
  if (before.width !== now.width || before.height !== now.height) {
    return { says: `is ${now.width} × ${now.height}, not ${before.width} × ${before.height}`, drawn: null };
  }
  const [old, fresh] = [shrink(before), shrink(now)];
  const { width, height } = old;
  const drawn = new PNG({ width, height });
  const { threshold, pixels } = TOLERANCE;
  const off = pixelmatch(old.data, fresh.data, drawn.data, width, height, { threshold, includeAA: true });
  if (off <= pixels) return null;
  return { says: `differs in ${off} of ${width * height} points`, drawn: PNG.sync.write(drawn) };
}
