/** A small model of the family as a hub's safetensors file. */
import { bytesOf } from "@/tests/fixtures/graph_builder.ts";
import { matricesOf, vectorsOf } from "@/tests/models/own_graph.ts";
import { drawBlocks, drawDense, drawVector, type FamilyCase } from "./family_cases.ts";
import { type Writable, writeSafetensors } from "./write_safetensors.ts";

/** Numbers in the case's own width: float32, or what is left of it in 16 bits, which loses nothing here. */
function numbers(values: Float32Array, shape: number[], bits: number): Writable {
  if (bits === 16) return { dtype: "F16", shape, bytes: bytesOf(Float16Array.from(values)) };
  if (bits !== 17) return { dtype: "F32", shape, bytes: bytesOf(values) };
  const upper = Uint16Array.from(new Uint32Array(values.buffer), (pattern) => pattern >>> 16);
  return { dtype: "BF16", shape, bytes: bytesOf(upper) };
}

/** Its tensors under the names of PyTorch's transformers. */
export function safetensorsOf(one: FamilyCase): Record<string, Writable> {
  const { config, bits, block } = one;
  const tensors: Record<string, Writable> = {};
  const table: [string, number, number] = [
    "model.embed_tokens",
    Number(config.vocab_size),
    Number(config.hidden_size),
  ];
  const head: [string, number, number] = ["lm_head", table[1], table[2]];
  for (const [part, rows, columns] of [table, ...matricesOf(one), head]) {
    const name = `${part}.weight`;
    if (block === 0) {
      tensors[name] = numbers(drawDense(name, rows * columns), [rows, columns], bits);
      continue;
    }
    const { quants, scales } = drawBlocks(name, rows, columns, one);
    tensors[name] = { dtype: "U8", shape: [rows, columns / 2], bytes: quants };
    const halves = bytesOf(Float16Array.from(scales));
    tensors[`${name}.scale`] = { dtype: "F16", shape: [rows, columns / block], bytes: halves };
  }
  for (const [name, length] of vectorsOf(one)) {
    // bfloat16 does not hold what is drawn for a norm.
    tensors[name] = numbers(drawVector(name, length), [length], bits === 17 ? 32 : bits);
  }
  return tensors;
}

/** The file. */
export function safetensorsFile(one: FamilyCase): Uint8Array<ArrayBuffer> {
  return writeSafetensors(safetensorsOf(one));
}
