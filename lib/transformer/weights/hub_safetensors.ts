/**
 * The family's weights in a hub's safetensors file: float32, float16, bfloat16, or this project's 4-bit blocks.
 *
 * @module
 */
import type { Matrix } from "@/lib/transformer/matrix.ts";
import type { Safetensors } from "@/lib/transformer/weights/safetensors.ts";
import { storedMatrix, storedVector } from "@/lib/transformer/weights/stored_weights.ts";
import type { MatrixPart, VectorPart, WeightSource } from "@/lib/transformer/weights/weight_source.ts";

const NAMES: { readonly [Part in MatrixPart | VectorPart]: string } = {
  query: "self_attn.q_proj.weight",
  key: "self_attn.k_proj.weight",
  value: "self_attn.v_proj.weight",
  output: "self_attn.o_proj.weight",
  queryBias: "self_attn.q_proj.bias",
  keyBias: "self_attn.k_proj.bias",
  valueBias: "self_attn.v_proj.bias",
  outputBias: "self_attn.o_proj.bias",
  queryNorm: "self_attn.q_norm.weight",
  keyNorm: "self_attn.k_norm.weight",
  attentionNorm: "input_layernorm.weight",
  feedForwardNorm: "post_attention_layernorm.weight",
  gate: "mlp.gate_proj.weight",
  up: "mlp.up_proj.weight",
  down: "mlp.down_proj.weight",
};

/** Names as PyTorch's transformers gives them; what a tied file has as its output matrix is not read. */
export function hubSafetensors(stored: Safetensors, tied: boolean): WeightSource {
  const matrix = (name: string): Matrix | null =>
    stored.tensors.has(name) ? storedMatrix(stored, name) : null;
  const vector = (name: string): Float32Array | null =>
    stored.tensors.has(name) ? storedVector(stored, name) : null;
  return {
    layerMatrix: (layer, part) => matrix(`model.layers.${layer}.${NAMES[part]}`),
    layerVector: (layer, part) => vector(`model.layers.${layer}.${NAMES[part]}`),
    embedding: () => matrix("model.embed_tokens.weight"),
    head: () => tied ? null : matrix("lm_head.weight"),
    norm: () => vector("model.norm.weight"),
  };
}
