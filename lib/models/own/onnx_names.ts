/**
 * Which part of a model a name in its graph means. Three spellings are known: that of PyTorch's transformers as
 * Optimum exports it (`/model/layers.0/self_attn/q_proj/MatMul`), that of onnxruntime's model builder
 * (`model.layers.0.attn.q_proj.MatMul.weight_Q4`), and that of GGUF files (`blk.0.attn_q`).
 *
 * @module
 */
import type { MatrixPart, VectorPart } from "@/lib/transformer/weights/weight_source.ts";

/** A part of one layer, or one that the model has once. */
export type Place<Part> = { readonly layer: number; readonly part: Part } | "head" | "norm";

const LAYER = /(?:^|[^a-z])(?:layers|blk)[._](\d+)[._/](.+)/;

const MATRICES: readonly (readonly [RegExp, MatrixPart])[] = [
  [/\b(?:q_proj|attn_q)\b/, "query"],
  [/\b(?:k_proj|attn_k)\b/, "key"],
  [/\b(?:v_proj|attn_v)\b/, "value"],
  [/\b(?:o_proj|attn_output)\b/, "output"],
  [/\b(?:gate_proj|ffn_gate)\b/, "gate"],
  [/\b(?:up_proj|ffn_up)\b/, "up"],
  [/\b(?:down_proj|ffn_down)\b/, "down"],
];

const VECTORS: readonly (readonly [RegExp, VectorPart])[] = [
  [/\b(?:input_layernorm|attn_norm)\b/, "attentionNorm"],
  [/\b(?:post_attention_layernorm|ffn_norm)\b/, "feedForwardNorm"],
  [/\b(?:q_norm|attn_q_norm)\b/, "queryNorm"],
  [/\b(?:k_norm|attn_k_norm)\b/, "keyNorm"],
  [/\b(?:q_proj|attn_q)\b.*\bbias$/, "queryBias"],
  [/\b(?:k_proj|attn_k)\b.*\bbias$/, "keyBias"],
  [/\b(?:v_proj|attn_v)\b.*\bbias$/, "valueBias"],
  [/\b(?:o_proj|attn_output)\b.*\bbias$/, "outputBias"],
];

/** The matrix that a name means; null for none. */
export function matrixPlace(name: string): Place<MatrixPart> | null {
  return layerPlace(name, MATRICES) ?? (/\blm_head\b/.test(name) ? "head" : null);
}

/** The vector that a name means; null for none. */
export function vectorPlace(name: string): Place<VectorPart> | null {
  if (/\bfinal_norm_layernorm\b|^model\.norm\.weight$|^output_norm\b/.test(name)) return "norm";
  return layerPlace(name, VECTORS);
}

function layerPlace<Part>(name: string, parts: readonly (readonly [RegExp, Part])[]): Place<Part> | null {
  const [, layer, rest] = LAYER.exec(name) ?? [];
  const part = parts.find(([pattern]) => rest !== undefined && pattern.test(rest))?.[1];
  return part === undefined ? null : { layer: Number(layer), part };
}
