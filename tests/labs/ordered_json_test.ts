import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { orderedJson } from "@/lib/labs/code/ordered_json.ts";

Deno.test("orderedJson() writes a Map's keys in the Map's order", () => {
  const row = new Map([["10", 0.5], ["9", 0.5]]);
  const table = new Map([["b", row], ["0", new Map()]]);
  assertEquals(orderedJson({ table, end: "." }), '{"table":{"b":{"10":0.5,"9":0.5},"0":{}},"end":"."}');
  assertEquals(orderedJson(row, 2), '{\n  "10": 0.5,\n  "9": 0.5\n}');
});

Deno.test("orderedJson() of what has no Map is what JSON.stringify writes", () => {
  fc.assert(fc.property(fc.jsonValue(), fc.constantFrom(0, 1, 2, 4), (value, indent) => {
    assertEquals(orderedJson(value, indent), JSON.stringify(value, null, indent));
  }));
  assertEquals(orderedJson({ a: undefined, b: [1, "\n"] }, 2), JSON.stringify({ b: [1, "\n"] }, null, 2));
});
