/** Fonts of a few bytes, made by hand after the OpenType specification: what each table says, and how it says it. */
import { assertEquals } from "@std/assert";
import { fontCoverage } from "@/lib/server/preview/font_coverage.ts";

const u16 = (...values: number[]) => values.flatMap((value) => [value >> 8 & 255, value & 255]);
const u32 = (...values: number[]) => values.flatMap((value) => u16(value >>> 16, value & 0xffff));

/** A font with a table before `cmap`, and `cmap`'s own tables. */
function font(tables: readonly number[][], tag = "cmap", version = 0x00010000): Uint8Array {
  const directory = 12 + 2 * 16;
  const record = (name: string, offset: number) => [
    ...new TextEncoder().encode(name),
    ...u32(0, offset, 0),
  ];
  let offset = 4 + 8 * tables.length;
  const places = tables.map((table) => {
    const at = offset;
    offset += table.length;
    return u16(3, 10).concat(u32(at));
  });
  return Uint8Array.from([
    ...u32(version),
    ...u16(2, 0, 0, 0),
    ...record("OS/2", directory),
    ...record(tag, directory),
    ...u16(0, tables.length),
    ...places.flat(),
    ...tables.flat(),
  ]);
}

/** Format 12: groups of first code, last code, first glyph. */
function groups(...list: readonly (readonly [number, number, number])[]): number[] {
  return [
    ...u16(12, 0),
    ...u32(16 + 12 * list.length, 0, list.length),
    ...list.flatMap((group) => u32(...group)),
  ];
}

/** Format 4: segments of first code, last code, delta, and glyphs where they do not follow from the code. */
function segments(...list: readonly (readonly [number, number, number, (readonly number[])?])[]): number[] {
  const size = 2 * list.length;
  const glyphs: number[] = [];
  const offsets = list.map(([, , , own], index) => {
    if (own === undefined) return 0;
    const offset = size - 2 * index + 2 * glyphs.length;
    glyphs.push(...own);
    return offset;
  });
  return [
    ...u16(4, 0, 0, size, 0, 0, 0),
    ...u16(...list.map(([, last]) => last), 0),
    ...u16(...list.map(([first]) => first)),
    ...u16(...list.map(([, , delta]) => delta)),
    ...u16(...offsets),
    ...u16(...glyphs),
  ];
}

const codes = (bytes: Uint8Array) => [...fontCoverage(bytes)].sort((a, b) => a - b);

Deno.test("fontCoverage() has the codes of every group, the first and the last included", () => {
  assertEquals(codes(font([groups([65, 66, 1], [0x1f600, 0x1f601, 3])])), [65, 66, 0x1f600, 0x1f601]);
});

Deno.test("fontCoverage() has the codes of every segment, but none that leads to no glyph", () => {
  assertEquals(codes(font([segments([65, 67, 0], [0xffff, 0xffff, 1])])), [65, 66, 67]);
  assertEquals(codes(font([segments([65, 67, -66])])), [65, 67], "66 - 66 is no glyph");
  assertEquals(codes(font([segments([65, 67, 0, [7, 0, 9]])])), [65, 67]);
  assertEquals(codes(font([segments([65, 67, -7, [7, 8, 0]])])), [66], "7 - 7 and 0 are no glyphs");
  assertEquals(codes(font([segments([65, 65, 0, [1]], [97, 98, 0, [0, 1]])])), [65, 98]);
});

Deno.test("fontCoverage() reads every table of a form that it knows", () => {
  const other = [...u16(0, 0), ...u32(0, 0, 0)];
  assertEquals(codes(font([segments([65, 65, 0]), other, groups([97, 97, 1])])), [65, 97]);
  assertEquals(codes(font([groups([97, 97, 1]), segments([65, 65, 0])])), [65, 97]);
});

Deno.test("fontCoverage() of a font without the table is empty", () => {
  assertEquals(codes(font([groups([65, 65, 1])], "glyf")), []);
  // "OTTO", whose letters would be counts.
  assertEquals(codes(font([groups([65, 65, 1])], "glyf", 0x4f54544f)), []);
});
