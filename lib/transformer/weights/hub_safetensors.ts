/**
 * The family's weights in a hub's safetensors file: float32, float16, bfloat16, or this project's 4-bit blocks.
 *
 * @module
 */
import type { HubModel } from "@/lib/transformer/hub_config.ts";
import type { Matrix } from "@/lib/transformer/matrix.ts";
import { UnknownModelError } from "@/lib/transformer/unknown_model_error.ts";
import { readFloats, readPatterns } from "@/lib/transformer/weights/quantization.ts";
import type { Safetensors, StoredTensor } from "@/lib/transformer/weights/safetensors.ts";
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

/** Tables of angles that old files carry, which the configuration gives; nothing is read of them. */
const ANGLES = /\.rotary_emb\.inv_freq$/;

/**
 * Finds the weights under the names that PyTorch's transformers gives them. Nothing is expanded: 16-bit floats and
 * blocks stay views of the file. What a tied file has as its output matrix is not read.
 *
 * @throws {UnknownModelError} If a tensor is of no known name, another type or not finite: it could change a number.
 * @throws {SyntaxError} If a tensor's scales do not fit it.
 */
export function hubSafetensors(stored: Safetensors, { config, tied }: HubModel): WeightSource {
  const { tensors } = stored;
  checkNames(tensors, config.layers);
  const matrix = (name: string): Matrix | null => {
    const tensor = tensors.get(name);
    if (tensor === undefined) return null;
    return tensor.dtype === "U8" ? storedMatrix(stored, name) : plainMatrix(name, tensor);
  };
  const vector = (name: string): Float32Array | null => {
    const tensor = tensors.get(name);
    if (tensor === undefined) return null;
    checkType(name, tensor);
    return storedVector(stored, name);
  };
  return {
    layerMatrix: (layer, part) => matrix(`model.layers.${layer}.${NAMES[part]}`),
    layerVector: (layer, part) => vector(`model.layers.${layer}.${NAMES[part]}`),
    embedding: () => matrix("model.embed_tokens.weight"),
    head: () => tied ? null : matrix("lm_head.weight"),
    norm: () => vector("model.norm.weight"),
  };
}

function plainMatrix(name: string, tensor: StoredTensor): Matrix {
  checkType(name, tensor);
  const { dtype, shape: [rows = 0, columns = 0], bytes } = tensor;
  if (dtype === "F32") return { rows, columns, data: readFloats(bytes) };
  const halves = readPatterns(bytes);
  if (dtype === "F16" && !areFinite(halves)) {
    throw new UnknownModelError(`"${name}" in its file has a number that is not finite`);
  }
  return { rows, columns, format: dtype === "F16" ? "float16" : "bfloat16", halves };
}

/** Whether no pattern has all bits of the exponent, as infinity and NaN have. */
function areFinite(halves: Uint16Array): boolean {
  for (let i = 0; i < halves.length; i++) if ((halves[i]! & 0x7c00) === 0x7c00) return false;
  return true;
}

function checkType(name: string, { dtype }: StoredTensor): void {
  if (dtype === "F32" || dtype === "F16" || dtype === "BF16") return;
  throw new UnknownModelError(
    `"${name}" in its file is of type ${dtype}: float32, float16 and bfloat16 are read`,
  );
}

function checkNames(tensors: Safetensors["tensors"], layers: number): void {
  const parts = new Set(Object.values(NAMES));
  for (const name of tensors.keys()) {
    const [, layer, whole] = /^model\.layers\.(\d+)\.(.+)$/.exec(name) ?? [];
    const part = whole?.endsWith("weight.scale") ? whole.slice(0, -".scale".length) : whole;
    const known = part === undefined
      ? /^(?:model\.embed_tokens|model\.norm|lm_head)\.weight(?:\.scale)?$/.test(name)
      : parts.has(part) && Number(layer) < layers;
    if (!known && !ANGLES.test(name)) {
      throw new UnknownModelError(`its file has "${name}", of which no part is made`);
    }
  }
}
