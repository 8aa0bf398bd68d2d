/** Names of weights in the three spellings that are known, and names of nothing. */
import { assertEquals } from "@std/assert";
import { matrixPlace, vectorPlace } from "@/lib/models/own/onnx_names.ts";

/** The part, and its name in each spelling: PyTorch's, the model builder's, GGUF's. */
const MATRICES = [
  ["query", "/self_attn/q_proj/MatMul", ".attn.q_proj.MatMul.weight_Q4", ".attn_q.weight"],
  ["key", "/self_attn/k_proj/MatMul", ".attn.k_proj.MatMul.weight_Q4", ".attn_k.weight"],
  ["value", "/self_attn/v_proj/MatMul", ".attn.v_proj.MatMul.weight_Q4", ".attn_v.weight"],
  ["output", "/self_attn/o_proj/MatMul", ".attn.o_proj.MatMul.weight_Q4", ".attn_output.weight"],
  ["gate", "/mlp/gate_proj/MatMul", ".mlp.gate_proj.MatMul.weight_Q4", ".ffn_gate.weight"],
  ["up", "/mlp/up_proj/MatMul", ".mlp.up_proj.MatMul.weight_Q4", ".ffn_up.weight"],
  ["down", "/mlp/down_proj/MatMul", ".mlp.down_proj.MatMul.weight_Q4", ".ffn_down.weight"],
] as const;

const VECTORS = [
  ["attentionNorm", ".input_layernorm.weight", ".attn_norm.weight"],
  ["feedForwardNorm", ".post_attention_layernorm.weight", ".ffn_norm.weight"],
  ["queryNorm", ".attn.q_norm.layernorm.weight", ".attn_q_norm.weight"],
  ["keyNorm", ".attn.k_norm.layernorm.weight", ".attn_k_norm.weight"],
  ["queryBias", ".self_attn.q_proj.bias", ".attn_q.bias"],
  ["keyBias", ".self_attn.k_proj.bias", ".attn_k.bias"],
  ["valueBias", ".self_attn.v_proj.bias", ".attn_v.bias"],
  ["outputBias", ".self_attn.o_proj.bias", ".attn_output.bias"],
] as const;

Deno.test("matrixPlace() reads each matrix in all three spellings, with its layer", () => {
  for (const [part, optimum, builder, gguf] of MATRICES) {
    const names = [`/model/layers.0${optimum}`, `model.layers.11${builder}`, `blk.7${gguf}`];
    assertEquals(names.map(matrixPlace), [0, 11, 7].map((layer) => ({ layer, part })), part);
  }
  assertEquals([matrixPlace("/lm_head/MatMul"), matrixPlace("lm_head.MatMul.weight_Q4")], ["head", "head"]);
});

Deno.test("vectorPlace() reads each vector, a bias only where it is one, and the last norm", () => {
  for (const [part, transformers, gguf] of VECTORS) {
    const names = [`model.layers.3${transformers}`, `blk.12${gguf}`];
    assertEquals(names.map(vectorPlace), [3, 12].map((layer) => ({ layer, part })), part);
  }
  const norms = ["model.layers.30.final_norm_layernorm.weight", "model.norm.weight", "output_norm.weight"];
  assertEquals(norms.map(vectorPlace), ["norm", "norm", "norm"]);
  assertEquals(vectorPlace("model.layers.3.self_attn.q_proj.weight"), null, "a matrix");
});

Deno.test("a name of nothing that a layer has is no place", () => {
  const names = [
    "",
    "model.embed_tokens.weight",
    "model.layers.x.q_proj",
    "players.0.q_proj.weight",
    "layers.2",
  ];
  assertEquals(names.map(matrixPlace), names.map(() => null));
  assertEquals([...names, "a.model.norm.weight"].map(vectorPlace), [...names, ""].map(() => null));
});
