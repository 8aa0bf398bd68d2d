import { assertEquals } from "@std/assert";
import { cacheFormula } from "@/lib/models/engine/cache_formula.ts";
import { cropPositions } from "@/lib/models/engine/onnx_cache_tensor.ts";

Deno.test("cropPositions() keeps the first positions of every head", () => {
  const dims = [1, 2, 3, 2];
  const data = Float32Array.from({ length: 12 }, (_, i) => i);
  assertEquals([...cropPositions(data, dims, 2)], [0, 1, 2, 3, 6, 7, 8, 9]);
  assertEquals([...cropPositions(data, dims, 3)], [...data]);
  assertEquals(cropPositions(data, dims, 0).length, 0);
});

Deno.test("cropPositions() keeps 16-bit floats in the form they are stored in", () => {
  const halves = Uint16Array.of(0x3c00, 0x4000, 0x4200, 0x4400);
  const cropped = cropPositions(halves, [1, 2, 2, 1], 1);
  assertEquals(cropped, Uint16Array.of(0x3c00, 0x4200));
});

function entries(layers: number, heads: number, size: number, type = "float32") {
  return Array.from({ length: layers }, (_, layer) =>
    ["key", "value"].map((kind) => ({
      name: `past_key_values.${layer}.${kind}`,
      type,
      shape: ["batch_size", heads, "past_sequence_length", size],
    }))).flat();
}

Deno.test("cacheFormula() is that of SmolLM2: 2 · 30 layers · 3 heads · 64 · 4 bytes", () => {
  const inputs = [{ name: "input_ids", type: "int64", shape: ["batch_size", "sequence_length"] }];
  assertEquals(cacheFormula([...inputs, ...entries(30, 3, 64)]), {
    bytesPerToken: 46_080,
    formula: "2 · 30 layers · 3 heads · 64 · 4 bytes",
  });
});

Deno.test("cacheFormula() adds up layers of different shapes, and halves for 16-bit floats", () => {
  const mixed = [...entries(2, 4, 16), ...entries(1, 2, 16, "float16")];
  assertEquals(cacheFormula(mixed), {
    bytesPerToken: 2 * 2 * 4 * 16 * 4 + 2 * 2 * 16 * 2,
    formula: "2 · 2 layers · 4 heads · 16 · 4 bytes + 2 · 1 layers · 2 heads · 16 · 2 bytes",
  });
});

Deno.test("cacheFormula() of a graph without a cache is nothing", () => {
  assertEquals(cacheFormula([]), { bytesPerToken: 0, formula: "" });
});
