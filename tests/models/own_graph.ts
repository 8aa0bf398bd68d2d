/**
 * The small models of the family as ONNX graphs: their constants and the products that read them, under the names of
 * one of the exporters. No session runs them.
 *
 * @module
 */
import { bytesOf } from "@/tests/fixtures/graph_builder.ts";
import { ELEMENT, type GraphNode, type Initializer, writeOnnx } from "@/tests/fixtures/onnx_writer.ts";
import { drawBlocks, drawVector, type FamilyCase } from "@/tests/transformer/family_cases.ts";

/** Nodes and constants under construction. */
interface Parts {
  readonly nodes: GraphNode[];
  readonly initializers: Initializer[];
}

/** Layers' matrices by their names in PyTorch, with their shapes. */
export function matricesOf({ config }: FamilyCase): [name: string, rows: number, columns: number][] {
  const size = (name: string) => Number(config[name]);
  const [width, heads, keys, inner] = [
    size("hidden_size"),
    size("num_attention_heads"),
    size("num_key_value_heads"),
    size("intermediate_size"),
  ];
  const head = Number(config.head_dim ?? width / heads);
  return Array.from({ length: size("num_hidden_layers") }, (_, layer) =>
    ([
      ["self_attn.q_proj", heads * head, width],
      ["self_attn.k_proj", keys * head, width],
      ["self_attn.v_proj", keys * head, width],
      ["self_attn.o_proj", width, heads * head],
      ["mlp.gate_proj", inner, width],
      ["mlp.up_proj", inner, width],
      ["mlp.down_proj", width, inner],
    ] as const).map(([name, rows, columns]): [string, number, number] => [
      `model.layers.${layer}.${name}`,
      rows,
      columns,
    ])).flat();
}

/** Vectors by their names in PyTorch, with their lengths. */
export function vectorsOf(one: FamilyCase): [name: string, length: number][] {
  const { config } = one;
  const width = Number(config.hidden_size);
  const head = Number(config.head_dim ?? width / Number(config.num_attention_heads));
  const biased = config.model_type === "qwen2"
    ? ["q_proj", "k_proj", "v_proj"]
    : config.attention_bias
    ? ["q_proj", "k_proj", "v_proj", "o_proj"]
    : [];
  const rows = new Map(matricesOf(one).map(([name, rows]) => [name, rows]));
  const layers = Array.from(
    { length: Number(config.num_hidden_layers) },
    (_, layer) => `model.layers.${layer}`,
  );
  return [
    ...layers.flatMap((layer): [string, number][] => [
      [`${layer}.input_layernorm.weight`, width],
      [`${layer}.post_attention_layernorm.weight`, width],
      ...biased.map((name): [string, number] => [
        `${layer}.self_attn.${name}.bias`,
        rows.get(`${layer}.self_attn.${name}`)!,
      ]),
      ...(config.model_type === "qwen3" ? ["q_norm", "k_norm"] : []).map((name): [string, number] => [
        `${layer}.self_attn.${name}.weight`,
        head,
      ]),
    ]),
    ["model.norm.weight", width],
  ];
}

/** Writes the graph of a model in blocks. */
export function ownGraph(one: FamilyCase): Uint8Array {
  const parts: Parts = { nodes: [], initializers: [] };
  const [vocabulary, width] = [Number(one.config.vocab_size), Number(one.config.hidden_size)];
  for (const [name, rows, columns] of matricesOf(one)) {
    product(parts, one, name, rows, columns, `${name}.out`);
  }
  for (const [name, length] of vectorsOf(one)) {
    parts.initializers.push(floats(name, [length], drawVector(name, length)));
  }
  table(parts, one, vocabulary, width);
  if (one.config.tie_word_embeddings) {
    const names = ["values", "scales", "zeros"].map((part) => `model.embed_tokens.weight.${part}`);
    const inputs = ["x", ...names.slice(0, one.zeroPoints ? 3 : 2)];
    parts.nodes.push(matMulNBits(one, inputs, vocabulary, width, "logits"));
  } else product(parts, one, "lm_head", vocabulary, width, "logits");
  return writeOnnx({ ...parts, inputs: [], outputs: [{ name: "logits", element: 1, dims: [] }] }).model;
}

function product(
  parts: Parts,
  one: FamilyCase,
  name: string,
  rows: number,
  columns: number,
  output: string,
): void {
  const names = blocks(parts, one, `${name}.weight`, rows, columns);
  parts.nodes.push(matMulNBits(one, ["x", ...names], rows, columns, output));
}

/** The look-up of tokens, as GatherBlockQuantized. */
function table(parts: Parts, one: FamilyCase, rows: number, columns: number): void {
  const [values, ...others] = blocks(parts, one, "model.embed_tokens.weight", rows, columns);
  parts.nodes.push({
    op: "GatherBlockQuantized",
    domain: "com.microsoft",
    inputs: [values!, "input_ids", ...others],
    outputs: ["embedded"],
    attributes: { bits: one.bits, block_size: one.block, gather_axis: 0, quantize_axis: 1 },
  });
}

function blocks(parts: Parts, one: FamilyCase, name: string, rows: number, columns: number): string[] {
  const { quants, scales, zeroPoints } = drawBlocks(name, rows, columns, one);
  const count = Math.ceil(columns / one.block);
  const bytes = (part: string, dims: number[], values: Uint8Array): Initializer => ({
    name: `${name}.${part}`,
    element: ELEMENT.uint8,
    dims,
    bytes: values,
  });
  const made = [
    bytes("values", [rows, count, one.block * one.bits / 8], quants),
    floats(`${name}.scales`, [rows * count], scales),
    ...(zeroPoints ? [bytes("zeros", [zeroPoints.length], zeroPoints)] : []),
  ];
  parts.initializers.push(...made);
  return made.map((initializer) => initializer.name);
}

function matMulNBits(
  { bits, block }: FamilyCase,
  inputs: readonly string[],
  rows: number,
  columns: number,
  output: string,
): GraphNode {
  const attributes = { K: columns, N: rows, bits, block_size: block };
  return { op: "MatMulNBits", domain: "com.microsoft", inputs, outputs: [output], attributes };
}

function floats(name: string, dims: number[], values: Float32Array): Initializer {
  return { name, element: ELEMENT.float, dims, bytes: bytesOf(values) };
}
