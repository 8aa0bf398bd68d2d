/**
 * SmolLM2 as a repository without ONNX has it: the mirror's weights as bfloat16 in a safetensors file.
 *
 * @module
 */
import { readModel } from "@/lib/models/onnx/onnx_graph.ts";
import { readGraph } from "@/lib/models/own/read_graph.ts";
import type { Matrix } from "@/lib/transformer/matrix.ts";
import { bytesOf } from "@/tests/fixtures/graph_builder.ts";
import type { Writable } from "@/tests/transformer/write_safetensors.ts";
import { unpacked, writeWeights } from "@/tests/transformer/write_weights.ts";

const FILES = ["config.json", "generation_config.json", "tokenizer.json", "tokenizer_config.json"];
/** Writes the repository's files into `to`, unless they are there. @param from The mirror's folder of the model's files. */
export async function writeHalves(from: string, to: string): Promise<void> {
  const path = `${to}/model.safetensors`;
  if (await Deno.stat(path).catch(() => null)) return;
  await Deno.mkdir(to, { recursive: true });
  for (const name of FILES) await Deno.writeFile(`${to}/${name}`, await Deno.readFile(`${from}/${name}`));
  const config = JSON.parse(await Deno.readTextFile(`${from}/config.json`));
  const graph = readModel(await Deno.readFile(`${from}/onnx/model_q4.onnx`));
  const weights = readGraph(config, graph, () => null);
  await Deno.writeFile(
    path,
    writeWeights(weights, { table: halves, matrix: (each) => ({ weight: halves(each) }) }),
  );
}

function halves(matrix: Matrix): Writable {
  const upper = Uint16Array.from(new Uint32Array(unpacked(matrix).buffer), (pattern) => pattern >>> 16);
  return { dtype: "BF16", shape: [matrix.rows, matrix.columns], bytes: bytesOf(upper) };
}
