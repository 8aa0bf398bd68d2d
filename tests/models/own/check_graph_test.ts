/** What a graph may hold: each attribute of its heads, and constants that are its angles. */
import { assertThrows } from "@std/assert";
import { ELEMENT_TYPE, type OnnxModel, type OnnxTensor } from "@/lib/models/onnx/onnx_graph.ts";
import { checkGraph } from "@/lib/models/own/check_graph.ts";
import type { TransformerConfig } from "@/lib/transformer/config.ts";
import { UnknownModelError } from "@/lib/transformer/unknown_model_error.ts";
import { onnxNode, onnxTensor } from "../onnx/onnx_parts.ts";

/** Heads of 4 channels: two pairs, whose angles at position p are p and p / 100. */
const CONFIG: TransformerConfig = {
  kind: "llama",
  vocabulary: 9,
  context: 9000,
  layers: 1,
  width: 24,
  heads: 6,
  keyHeads: 3,
  feedForward: 8,
  ropeBase: 10_000,
  normEpsilon: 1e-5,
};

function check(opType: string, integers: Record<string, number> = {}, rest: readonly OnnxTensor[] = []) {
  const model = { nodes: [onnxNode(opType, [], [], integers)] } as unknown as OnnxModel;
  return () => checkGraph(model, CONFIG, rest, () => null);
}

function refuses(reason: string, ...asked: Parameters<typeof check>): void {
  assertThrows(check(...asked), UnknownModelError, reason);
}

const angles = (name: string, of: (angle: number) => number, positions: number, dims = [positions, 2]) =>
  onnxTensor(
    name,
    dims,
    Float32Array.from({ length: 2 * positions }, (_, at) => of((at >> 1) * (at % 2 === 0 ? 1 : 0.01))),
  );

const cosines = (change: (values: Float32Array) => void, positions = 300): OnnxTensor => {
  const values = new Float32Array(angles("cos_cache", Math.cos, positions).bytes!.slice().buffer);
  change(values);
  return onnxTensor("cos_cache", [positions, 2], values);
};

Deno.test("checkGraph() takes the configuration's heads and no others", () => {
  const attention = "GroupQueryAttention";
  const good = { num_heads: 6, kv_num_heads: 3, rotary_interleaved: 0, local_window_size: -1 };
  check(attention)();
  for (const smooth_softmax of [0, -1]) check(attention, { ...good, smooth_softmax })();
  const bad = {
    ...{ num_heads: 3, kv_num_heads: 6, rotary_interleaved: 1, local_window_size: 0 },
    smooth_softmax: 1,
  };
  for (const [name, value] of Object.entries(bad)) {
    refuses(`its GroupQueryAttention has ${name} ${value}`, attention, { ...good, [name]: value });
  }
});

Deno.test("checkGraph() takes rotation of the whole head by halves, and no other", () => {
  for (const rotary_embedding_dim of [0, 4]) {
    check("RotaryEmbedding", { interleaved: 0, rotary_embedding_dim })();
  }
  refuses("interleaved 1", "RotaryEmbedding", { interleaved: 1 });
  for (const rotary_embedding_dim of [1, 2, 24]) {
    refuses(`rotary_embedding_dim ${rotary_embedding_dim}`, "RotaryEmbedding", { rotary_embedding_dim });
  }
  check("MatMul", { interleaved: 1, num_heads: 1 })();
});

Deno.test("checkGraph() refuses operators of other families, and graphs in graphs", () => {
  refuses("the operator Tanh", "Tanh");
  const looped = { nodes: [{ ...onnxNode("Add", [], []), hasSubgraph: true }] } as unknown as OnnxModel;
  assertThrows(() => checkGraph(looped, CONFIG, [], () => null), UnknownModelError, "the operator Add");
});

Deno.test("checkGraph() knows the configuration's cosines and sines by name, shape and value", () => {
  for (const positions of [1, 2, 3, 300]) {
    check("Add", {}, [angles("cos_cache", Math.cos, positions), angles("layer.Sin", Math.sin, positions)])();
  }
  const wrong = [
    angles("cos_cache", Math.sin, 300),
    angles("sin_cache", Math.cos, 300),
    angles("table", Math.cos, 300),
    angles("cos_cache", Math.cos, 300, [600]),
    angles("cos_cache", Math.cos, 300, [300, 2, 1]),
    angles("cos_cache", Math.cos, 300, [150, 4]),
    { ...angles("cos_cache", Math.cos, 300), elementType: ELEMENT_TYPE.uint8 },
  ];
  for (const tensor of wrong) refuses(`no known name, "${tensor.name}"`, "Add", {}, [tensor]);
});

Deno.test("checkGraph() allows an angle's cosine 0.002, at each of the positions compared", () => {
  for (const at of [0, 1, 2, 5, 31, 200]) {
    for (const pair of [0, 1]) {
      const off = (by: number) => cosines((values) => values[2 * at + pair]! += by);
      for (const by of [0.0019, -0.0019]) check("Add", {}, [off(by)])();
      for (const by of [0.0021, -0.0021]) refuses("no known name", "Add", {}, [off(by)]);
    }
  }
  const far = (position: number) => cosines((values) => values[2 * position + 1]! += 0.0021, 8192);
  for (const at of [2047, 8191]) refuses("no known name", "Add", {}, [far(at)]);
});
