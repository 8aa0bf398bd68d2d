import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { parseFields } from "@/lib/experiment/codec.ts";
import { parseNumber } from "@/lib/experiment/fields/parse_number.ts";
import { KV_CACHE_FIELDS } from "@/lib/experiment/fields/kv_cache_query.ts";

Deno.test("parseNumber() reads numbers as people write them", () => {
  const cases: readonly [string, number | null][] = [
    ["131,072", 131_072],
    ["131_072", 131_072],
    ["1 000 000", 1_000_000],
    ["1e-3", 0.001],
    [" .5 ", 0.5],
    ["5.", 5],
    ["\u22121.5", -1.5],
    ["128K", 128_000],
    ["1.5m", 1_500_000],
    ["2B", 2e9],
    ["1,07", null],
    ["12,34,567", null],
    ["24 GB", null],
    ["Infinity", null],
    ["1e999", Infinity],
    ["K", null],
    ["", null],
    ["one", null],
  ];
  for (const [text, value] of cases) assertEquals(parseNumber(text), value, text);
  assertEquals(parseNumber("128K", { kilo: 1024 }), 131_072);
  assertEquals(parseNumber("24 GiB", { units: { gib: 1 } }), 24);
  assertEquals(parseNumber("9".repeat(61)), null, "longer than any number is");
});

Deno.test("parseNumber() reads back whatever a number prints as", () => {
  fc.assert(fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
    assertEquals(parseNumber(String(value)), value);
  }));
});

Deno.test("/kv-cache reads 128K, 131,072 and 24 GB", () => {
  const read = (query: string) => parseFields(KV_CACHE_FIELDS, new URLSearchParams(query));
  assertEquals(read("tokens=128K").query.tokens, 131_072);
  assertEquals(read("tokens=131,072&memory_gib=24 GB").query.memory_gib, 24);
  assertEquals(read("weights_gib=15 GB").query.weights_gib, 15e9 / 2 ** 30);
  assertEquals(read("tokens=131,072").notices, []);
});
