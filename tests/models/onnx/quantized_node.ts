import { seededUniform } from "@/tests/fixtures/seeded_random.ts";
import type { GraphNode, Initializer } from "@/tests/fixtures/onnx_writer.ts";
import { bytes, floats } from "./run_graph.ts";

/** The form of a MatMulNBits node. */
export interface NodeForm {
  readonly bits: 4 | 8;
  readonly blockSize: number;
  readonly depth: number;
  readonly columns: number;
  readonly zeroPoints: "none" | "packed" | "float";
  readonly bias: boolean;
  readonly seed: number;
}

export const FORM: NodeForm = {
  bits: 4,
  blockSize: 32,
  depth: 64,
  columns: 5,
  zeroPoints: "none",
  bias: false,
  seed: 1,
};

/** A node from `x` to `output` with its constants. */
export interface QuantizedNode {
  readonly node: GraphNode;
  readonly initializers: readonly Initializer[];
}

/** Random weights in the given form; two nodes of one name share their constants. */
export function quantizedNode(form: NodeForm, output = "y", name = "w"): QuantizedNode {
  const { bits, blockSize, depth, columns, zeroPoints, bias, seed } = form;
  const uniform = seededUniform(seed);
  const blocks = Math.ceil(depth / blockSize);
  const blockBytes = blockSize * bits / 8;
  const randomBytes = (length: number) => Uint8Array.from({ length }, () => Math.floor(256 * uniform()));
  const initializers = [
    bytes(`${name}_q`, [columns, blocks, blockBytes], randomBytes(columns * blocks * blockBytes)),
    floats(`${name}_s`, [columns * blocks], Array.from({ length: columns * blocks }, () => 0.01 + uniform())),
  ];
  const inputs = ["x", `${name}_q`, `${name}_s`];
  if (zeroPoints === "packed") {
    const rowBytes = Math.ceil(blocks * bits / 8);
    initializers.push(bytes(`${name}_z`, [columns * rowBytes], randomBytes(columns * rowBytes)));
  }
  if (zeroPoints === "float") {
    const values = Array.from({ length: columns * blocks }, () => (2 ** bits - 1) * uniform());
    initializers.push(floats(`${name}_z`, [columns * blocks], values));
  }
  inputs.push(zeroPoints === "none" ? "" : `${name}_z`);
  if (bias) {
    initializers.push(floats(`${name}_b`, [columns], Array.from({ length: columns }, () => uniform() - 0.5)));
    inputs.push("", `${name}_b`);
  }
  const attributes = { K: depth, N: columns, bits, block_size: blockSize };
  const trimmed = inputs.slice(0, inputs.findLastIndex((input) => input !== "") + 1);
  const node = {
    op: "MatMulNBits",
    domain: "com.microsoft",
    inputs: trimmed,
    outputs: [output],
    attributes,
  };
  return { node, initializers };
}

/** Rows of random numbers around zero. */
export function randomRows(rows: number, depth: number, seed = 99): Float32Array {
  const uniform = seededUniform(seed);
  return Float32Array.from({ length: rows * depth }, () => 2 * uniform() - 1);
}
