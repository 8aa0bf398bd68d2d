/**
 * Whether a graph computes what its configuration says and this project's forward pass does: only operators of this
 * family, its heads, its angles, and no constant that nothing here accounts for.
 *
 * @module
 */
import { headWidth, keyHeads, type TransformerConfig } from "@/lib/transformer/config.ts";
import { rotaryTable } from "@/lib/transformer/rotary.ts";
import { UnknownModelError } from "@/lib/transformer/unknown_model_error.ts";
import type { OnnxModel, OnnxNode, OnnxTensor } from "@/lib/models/onnx/onnx_graph.ts";
import { readElements, type ReadExternal } from "@/lib/models/onnx/quantized_weight.ts";

/** Operators that graphs of the family are made of. Others, a GELU or a soft cap's tanh, mean another model. */
const OPERATORS = new Set(
  ("Add And Cast Concat Constant ConstantOfShape Cos Div Equal Expand Gather GatherBlockQuantized Greater " +
    "GreaterOrEqual GroupQueryAttention Identity Less LessOrEqual MatMul MatMulNBits Mul Neg Not Pow Range " +
    "Reciprocal ReduceMean ReduceSum Reshape RotaryEmbedding ScatterND Shape Sigmoid SimplifiedLayerNormalization " +
    "Sin SkipSimplifiedLayerNormalization Slice Softmax Split Sqrt Squeeze Sub Transpose Trilu Unsqueeze Where")
    .split(" "),
);

/** Positions whose angles are compared; those that a table lacks are left out. */
const COMPARED = [0, 1, 2, 5, 31, 200, 2047, 8191];
/** Largest difference of a cosine: a float32 angle of 8,191 radians is only known to 0.0005. */
const TOLERANCE = 2e-3;

/** @throws {UnknownModelError} If it computes something else, with what. */
export function checkGraph(
  model: OnnxModel,
  config: TransformerConfig,
  rest: readonly OnnxTensor[],
  readExternal: ReadExternal,
): void {
  const odd = model.nodes.find(({ opType, hasSubgraph }) => hasSubgraph || !OPERATORS.has(opType));
  if (odd) throw new UnknownModelError(`its graph has the operator ${odd.opType}`);
  for (const node of model.nodes) checkHeads(node, config);
  for (const tensor of rest) {
    const values = readElements(tensor, readExternal);
    if (values instanceof Float32Array && isAngles(tensor, values, config)) continue;
    throw new UnknownModelError(`its graph has a constant of no known name, "${tensor.name}"`);
  }
}

function checkHeads({ opType, integers }: OnnxNode, config: TransformerConfig): void {
  if (opType !== "GroupQueryAttention" && opType !== "RotaryEmbedding") return;
  const expected: Readonly<Record<string, readonly number[]>> = opType === "RotaryEmbedding"
    ? { interleaved: [0], rotary_embedding_dim: [0, headWidth(config)] }
    : {
      num_heads: [config.heads],
      kv_num_heads: [keyHeads(config)],
      rotary_interleaved: [0],
      local_window_size: [-1],
      smooth_softmax: [0, -1],
    };
  for (const [name, allowed] of Object.entries(expected)) {
    const value = integers.get(name);
    if (value === undefined || allowed.includes(value)) continue;
    throw new UnknownModelError(`its ${opType} has ${name} ${value}`);
  }
}

/** Whether a constant holds the cosines or sines, [positions, head width / 2], that the configuration gives. */
function isAngles({ name, dims }: OnnxTensor, values: Float32Array, config: TransformerConfig): boolean {
  const half = headWidth(config) / 2;
  const kind = /cos|sin/i.exec(name)?.[0].toLowerCase();
  const [positions = 0, columns = 0] = dims;
  if (kind === undefined || dims.length !== 2 || columns !== half) return false;
  const table = { cosines: new Float32Array(half), sines: new Float32Array(half) };
  const fill = rotaryTable(config);
  return COMPARED.filter((position) => position < positions).every((position) => {
    fill(position, 1, table);
    const expected = kind === "cos" ? table.cosines : table.sines;
    return expected.every((value, i) => Math.abs(value - values[position * half + i]!) < TOLERANCE);
  });
}
