/**
 * SmolLM2 as a repository without ONNX has it: the mirror's weights as bfloat16 in a safetensors file.
 *
 * @module
 */
import { readModel } from "@/lib/models/onnx/onnx_graph.ts";
import { readGraph } from "@/lib/models/own/read_graph.ts";
import { type Matrix, readRow } from "@/lib/transformer/matrix.ts";
import { bytesOf } from "@/tests/fixtures/graph_builder.ts";
import { type Writable, writeSafetensors } from "@/tests/transformer/write_safetensors.ts";

const FILES = ["config.json", "generation_config.json", "tokenizer.json", "tokenizer_config.json"];
const PARTS = {
  query: "self_attn.q_proj",
  key: "self_attn.k_proj",
  value: "self_attn.v_proj",
  output: "self_attn.o_proj",
  gate: "mlp.gate_proj",
  up: "mlp.up_proj",
  down: "mlp.down_proj",
} as const;
const NORMS = { attentionNorm: "input_layernorm", feedForwardNorm: "post_attention_layernorm" } as const;

/** Writes the repository's files into `to`, unless they are there. @param from The mirror's folder of the model's files. */
export async function writeHalves(from: string, to: string): Promise<void> {
  const path = `${to}/model.safetensors`;
  if (await Deno.stat(path).catch(() => null)) return;
  await Deno.mkdir(to, { recursive: true });
  for (const name of FILES) await Deno.writeFile(`${to}/${name}`, await Deno.readFile(`${from}/${name}`));
  const config = JSON.parse(await Deno.readTextFile(`${from}/config.json`));
  const graph = readModel(await Deno.readFile(`${from}/onnx/model_q4.onnx`));
  const { embedding, layers, norm } = readGraph(config, graph, () => null);
  const tensors: Record<string, Writable> = {
    "model.embed_tokens.weight": halves(embedding),
    "model.norm.weight": floats(norm),
  };
  for (const [at, layer] of layers.entries()) {
    const name = (part: string) => `model.layers.${at}.${part}.weight`;
    for (const [part, stored] of Object.entries(PARTS)) {
      tensors[name(stored)] = halves(layer[part as keyof typeof PARTS]);
    }
    for (const [part, stored] of Object.entries(NORMS)) {
      tensors[name(stored)] = floats(layer[part as keyof typeof NORMS]);
    }
  }
  await Deno.writeFile(path, writeSafetensors(tensors));
}

function halves(matrix: Matrix): Writable {
  const { rows, columns } = matrix;
  const values = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row++) readRow(matrix, row, values, row * columns);
  const upper = Uint16Array.from(new Uint32Array(values.buffer), (pattern) => pattern >>> 16);
  return { dtype: "BF16", shape: [rows, columns], bytes: bytesOf(upper) };
}

function floats(vector: Float32Array): Writable {
  return { dtype: "F32", shape: [vector.length], bytes: bytesOf(vector) };
}
