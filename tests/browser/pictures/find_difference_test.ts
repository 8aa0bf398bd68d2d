/** What counts as a difference of two pictures, and what a picture of few colors keeps. */
import { assert, assertEquals } from "@std/assert";
import { findDifference, readPng } from "@/tests/browser/pictures/find_difference.ts";
import { palettePng, type Pixels } from "@/tests/browser/pictures/palette_png.ts";

/** A picture of one color each pixel. */
function picture(color: (x: number, y: number) => readonly number[], width = 64, height = 32): Pixels {
  const data = new Uint8Array(width * height * 4).fill(255);
  for (let at = 0; at < width * height; at++) data.set(color(at % width, Math.floor(at / width)), at * 4);
  return { width, height, data };
}

const PAPER = 250;
const INK = 20;

/** A stroke as wide as those of small letters, that begins so far from the left: what it covers of a pixel is inked. */
function stroke(left: number): Pixels {
  const right = left + 1.4;
  return picture((x, y) => {
    const covered = y < 8 || y > 18 ? 0 : Math.max(0, Math.min(right, x + 1) - Math.max(left, x));
    return Array.from({ length: 3 }, () => Math.round(PAPER + covered * (INK - PAPER)));
  });
}

test("a letter elsewhere is a difference, and one that begins a part of a pixel further right or a shade is none", () => {
  assertEquals(findDifference(stroke(10), stroke(10)), null);
  assertEquals(findDifference(stroke(10), stroke(10.3)), null);
  const shades = [picture(() => [250, 250, 250]), picture(() => [249, 250, 251])] as const;
  assertEquals(findDifference(...shades), null);
  assert(findDifference(shades[0], picture(() => [200, 120, 60])), "another color is seen");
  const difference = findDifference(stroke(10), stroke(13));
  assert(difference?.drawn, difference?.says);
  assertEquals(readPng(difference.drawn).width, 16);
});

test("another size is a difference", () => {
  const found = findDifference(picture(() => [7, 7, 7]), picture(() => [7, 7, 7], 64, 33));
  assertEquals(found, { says: "is 64 × 33, not 64 × 32", drawn: null });
});

test("a picture of up to 256 colors is kept as it is", () => {
  const few = picture((x, y) => [x * 4, y * 8 & 128, 7]);
  assertEquals(new Uint8Array(readPng(palettePng(few)).data), few.data);
});

function test(name: string, run: () => void): void {
  Deno.test(`pictures: ${name}`, run);
}
