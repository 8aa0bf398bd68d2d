import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { parseRange } from "@/lib/server/assets/byte_range.ts";

Deno.test("parseRange() reads the three forms of a range", () => {
  assertEquals(parseRange("bytes=0-3", 10), { start: 0, end: 4 });
  assertEquals(parseRange("bytes=4-", 10), { start: 4, end: 10 });
  assertEquals(parseRange("bytes=-3", 10), { start: 7, end: 10 });
});

Deno.test("parseRange() cuts a range at the file's end", () => {
  assertEquals(parseRange("bytes=8-99", 10), { start: 8, end: 10 });
  assertEquals(parseRange("bytes=-99", 10), { start: 0, end: 10 });
});

Deno.test("parseRange() ignores what it does not understand", () => {
  for (
    const header of [null, "", "bytes", "bytes=-", "bytes=a-b", "items=0-1", "bytes=0-1,4-5", "bytes=5-2"]
  ) {
    assertEquals(parseRange(header, 10), null, String(header));
  }
});

Deno.test("parseRange() refuses bytes that the file does not have", () => {
  assertEquals(parseRange("bytes=10-", 10), "unsatisfiable");
  assertEquals(parseRange("bytes=-0", 10), "unsatisfiable");
  assertEquals(parseRange("bytes=0-0", 0), "unsatisfiable");
});

Deno.test("parseRange() stays inside the file for any header", () => {
  const bound = fc.option(fc.nat(2000).map(String), { nil: "" });
  fc.assert(fc.property(bound, bound, fc.nat(1000), (first, last, size) => {
    const range = parseRange(`bytes=${first}-${last}`, size);
    if (range === null || range === "unsatisfiable") return true;
    return 0 <= range.start && range.start < range.end && range.end <= size;
  }));
});
