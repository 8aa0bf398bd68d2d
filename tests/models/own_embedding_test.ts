/** Which table a graph looks tokens up in, and whether its output is a product with that table. */
import { assertEquals } from "@std/assert";
import type { OnnxModel, OnnxNode, OnnxTensor } from "@/lib/models/onnx/onnx_graph.ts";
import { findEmbedding } from "@/lib/models/own/onnx_embedding.ts";

/** Float32's number in ONNX. */
const FLOAT = 1;

const node = (opType: string, inputs: readonly string[], outputs: readonly string[]): OnnxNode => ({
  ...{ opType, inputs, outputs, domain: "", name: opType, integers: new Map() },
  ...{ hasSubgraph: false, fields: null },
});

const table: OnnxTensor = {
  ...{ name: "table", dims: [3, 2], elementType: FLOAT, external: null, fields: null },
  bytes: new Uint8Array(Float32Array.of(1, 2, 3, 4, 5, 6).buffer),
};
const LOOK_UP = node("Gather", ["table", "input_ids"], ["embedded"]);

/** What is found in a graph of a look-up and other nodes. */
function found(...others: OnnxNode[]) {
  const model = { nodes: [LOOK_UP, ...others] } as unknown as OnnxModel;
  const claimed = new Set<string>();
  const embedding = findEmbedding(model, 2, new Map([["table", table]]), () => null, claimed, null);
  return embedding && { ...embedding, claimed: [...claimed] };
}

Deno.test("findEmbedding() finds the table, its rows and columns", () => {
  const matrix = { rows: 3, columns: 2, data: Float32Array.of(1, 2, 3, 4, 5, 6) };
  assertEquals(found(), { matrix, isHead: false, claimed: ["table"] });
});

Deno.test("findEmbedding() takes the table for the output's where the logits are a product with it, turned, and nowhere else", () => {
  const turned = node("Transpose", ["table"], ["turned"]);
  const isHead = (...others: OnnxNode[]) => found(...others)?.isHead;
  assertEquals(isHead(turned, node("MatMul", ["hidden", "turned"], ["logits"])), true);
  assertEquals(isHead(turned, node("MatMul", ["hidden", "other"], ["logits"])), false, "another matrix");
  assertEquals(isHead(turned, node("MatMulNBits", ["hidden", "turned"], ["logits"])), false, "in blocks");
  assertEquals(isHead(turned, node("MatMul", ["hidden", "turned"], ["scores"])), false, "not the output");
  assertEquals(isHead(turned), false);
  assertEquals(
    isHead(node("Transpose", ["other"], ["turned"]), node("MatMul", ["hidden", "turned"], ["logits"])),
    false,
  );
  assertEquals(isHead(node("MatMul", ["hidden", "turned"], ["logits"])), false);
});

Deno.test("findEmbedding() finds no table where two are looked up, or it is not there", () => {
  assertEquals(found(node("Gather", ["other", "input_ids"], ["again"])), null);
  const empty = { nodes: [node("Gather", ["gone", "input_ids"], ["embedded"])] } as unknown as OnnxModel;
  assertEquals(findEmbedding(empty, 2, new Map(), () => null, new Set(), null), null);
});
