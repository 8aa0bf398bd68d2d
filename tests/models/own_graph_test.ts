/** The family's forward pass on ONNX weights in blocks gives PyTorch's log-probabilities, or refuses with the reason. */
import { assert, assertEquals, assertThrows } from "@std/assert";
import { readModel } from "@/lib/models/onnx/onnx_graph.ts";
import { readGraph } from "@/lib/models/own/read_graph.ts";
import { createTransformer } from "@/lib/transformer/forward.ts";
import { PLAIN_OPS } from "@/lib/transformer/plain_ops.ts";
import { UnknownModelError } from "@/lib/transformer/unknown_model_error.ts";
import type { Ops } from "@/lib/transformer/ops.ts";
import { assertLogProbabilities } from "@/tests/transformer/assert_log_probabilities.ts";
import { FAMILY_CASES, FAMILY_GRID, type FamilyCase } from "@/tests/transformer/family_cases.ts";
import { BUILDS, kernelOps } from "@/tests/transformer/kernel_ops.ts";
import { ownGraph } from "./own_graph.ts";

const IN_BLOCKS = FAMILY_CASES.filter(({ block }) => block > 0);

function read(one: FamilyCase, graph = ownGraph(one)) {
  return readGraph(one.config, readModel(graph), () => null);
}

for (const build of ["plain TypeScript", ...BUILDS] as const) {
  for (const one of [...IN_BLOCKS, ...FAMILY_GRID]) {
    Deno.test(`${build}, ${one.name}: PyTorch's log-probabilities, whole and token by token`, async () => {
      const ops: Ops = build === "plain TypeScript" ? PLAIN_OPS : await kernelOps(build, 2);
      const transformer = createTransformer(read(one), { ops, chunk: 24 });
      assertLogProbabilities(transformer, one, ops.name);
      ops.dispose();
    });
  }
}

Deno.test("the grid has every family with every block size and bit width", () => {
  const found = new Set(
    FAMILY_GRID.map(({ config, bits, block }) => `${config.model_type} ${bits} ${block}`),
  );
  const wanted = ["llama", "qwen2", "qwen3"].flatMap((type) =>
    [4, 8].flatMap((bits) => [16, 32, 64, 128].map((block) => `${type} ${bits} ${block}`))
  );
  assertEquals([...found].toSorted(), wanted.toSorted());
});

Deno.test("a tied table is kept once", () => {
  const weights = read(IN_BLOCKS.find(({ config }) => config.tie_word_embeddings)!);
  assertEquals(weights.head, weights.embedding);
  assert(weights.head === weights.embedding);
});

Deno.test("a configuration of another kind is refused with the reason", () => {
  const one = IN_BLOCKS[0]!;
  const refuses = (change: Record<string, unknown>, reason: string) =>
    assertThrows(
      () => read({ ...one, config: { ...one.config, ...change } }, ownGraph(one)),
      UnknownModelError,
      reason,
    );
  refuses({ model_type: "gemma" }, 'of type "gemma"');
  refuses({ hidden_act: "gelu" }, '"hidden_act": "gelu"');
  refuses({ logits_scaling: 2 }, '"logits_scaling": 2');
  refuses({ sliding_window: 128 }, '"sliding_window"');
  refuses({ rope_scaling: { type: "dynamic", factor: 2 } }, "rotary embedding is");
  refuses({ rope_scaling: { rope_type: "llama3", factor: 2 } }, 'lacks "low_freq_factor"');
  refuses({ num_key_value_heads: 4 }, "do not share");
  refuses({ hidden_size: 48 }, "and not the whole [");
  refuses({ intermediate_size: "many" }, "intermediate_size");
});

Deno.test("a graph of other names, shapes or operators is refused with the reason", () => {
  const one = IN_BLOCKS[1]!;
  const model = readModel(ownGraph(one));
  const refuses = (change: Partial<typeof model>, reason: string) =>
    assertThrows(() => readGraph(one.config, { ...model, ...change }, () => null), UnknownModelError, reason);
  const { nodes, initializers } = model;
  const without = (name: string) => initializers.filter((tensor) => !tensor.name.startsWith(name));
  const first = "model.layers.0.self_attn.q_proj.weight";
  refuses({ nodes: nodes.slice(1), initializers: without(first) }, '"query" of layer 0');
  refuses({ nodes: nodes.slice(0, -1), initializers: without("lm_head") }, "the output matrix");
  refuses({ initializers: without("model.norm") }, "the last norm");
  refuses({ initializers: without(`${first}.values`) }, "not constant 4- or 8-bit blocks");
  refuses({ nodes: [...nodes, nodes[0]!] }, 'two products for "0 query"');
  refuses({ nodes: nodes.with(3, { ...nodes[3]!, opType: "Gelu" }) }, "the operator Gelu");
  refuses({ nodes: nodes.with(0, { ...nodes[0]!, name: "MatMul_7", inputs: ["x", "y", "z"] }) }, "");
  const cut = { ...initializers[0]!, bytes: initializers[0]!.bytes!.subarray(4) };
  refuses({ initializers: initializers.with(0, cut) }, "another length");
  const odd = { ...initializers.at(-1)!, name: "model.layers.0.mlp.scale", dims: [8] };
  const scale = { ...odd, elementType: 1, bytes: new Uint8Array(32) };
  refuses({ initializers: [...initializers, scale] }, 'no known name, "model.layers.0.mlp.scale"');
  const angles = { ...scale, name: "cos_cache", dims: [2, 4] };
  refuses({ initializers: [...initializers, angles] }, 'no known name, "cos_cache"');
  const node = { ...nodes[0]!, opType: "GroupQueryAttention", outputs: ["attended"] };
  const windowed = { ...node, integers: new Map([["num_heads", 6], ["local_window_size", 16]]) };
  refuses({ nodes: [...nodes, windowed] }, "local_window_size 16");
});
