/** The family's forward pass on a hub's safetensors gives PyTorch's log-probabilities. */
import { assert, assertThrows } from "@std/assert";
import { logSoftmax } from "@/lib/lm/distribution/softmax.ts";
import { createTransformer } from "@/lib/transformer/forward.ts";
import { readHubConfig } from "@/lib/transformer/hub_config.ts";
import { hubSafetensors } from "@/lib/transformer/weights/hub_safetensors.ts";
import { PLAIN_OPS } from "@/lib/transformer/plain_ops.ts";
import { readSafetensors } from "@/lib/transformer/weights/safetensors.ts";
import { UnknownModelError } from "@/lib/transformer/unknown_model_error.ts";
import { gatherWeights } from "@/lib/transformer/weights/weight_source.ts";
import { bytesOf } from "@/tests/fixtures/graph_builder.ts";
import { matricesOf, vectorsOf } from "@/tests/models/own_graph.ts";
import { drawBlocks, drawDense, drawVector, FAMILY_CASES, type FamilyCase } from "../family_cases.ts";
import { largestDifference } from "../reference.ts";
import { type Writable, writeSafetensors } from "../write_safetensors.ts";

/** Numbers in the case's own width: float32, or what is left of it in 16 bits, which loses nothing here. */
function numbers(values: Float32Array, shape: number[], bits: number): Writable {
  if (bits === 16) return { dtype: "F16", shape, bytes: bytesOf(Float16Array.from(values)) };
  if (bits !== 17) return { dtype: "F32", shape, bytes: bytesOf(values) };
  const upper = Uint16Array.from(new Uint32Array(values.buffer), (pattern) => pattern >>> 16);
  return { dtype: "BF16", shape, bytes: bytesOf(upper) };
}

function fileOf(one: FamilyCase): Uint8Array {
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
  return writeSafetensors(tensors);
}

function read(one: FamilyCase, file: Uint8Array) {
  const model = readHubConfig(one.config);
  return gatherWeights(model, hubSafetensors(readSafetensors(file), model.tied));
}

const STORED = FAMILY_CASES.filter(({ block, name }) => block === 0 || name.startsWith("four bits"));

for (const one of STORED) {
  Deno.test(`${one.name}: safetensors give PyTorch's log-probabilities`, () => {
    const transformer = createTransformer(read(one, fileOf(one)), { ops: PLAIN_OPS });
    const { vocabulary } = transformer.config;
    const all = transformer.forward(one.tokens, transformer.createMemory(), one.tokens.length);
    one.logProbabilities.forEach((expected, position) => {
      const row = all.subarray(position * vocabulary, (position + 1) * vocabulary);
      const difference = largestDifference(logSoftmax(row), expected);
      assert(difference < 1e-4, `position ${position} differs by ${difference}`);
    });
  });
}

Deno.test("a file that lacks a tensor, or has one of another type, is refused with the reason", () => {
  const one = STORED[0]!;
  const renamed = (from: string, to: string) => {
    const text = new TextDecoder("latin1").decode(fileOf(one)).replace(from, to);
    return Uint8Array.from(text, (character) => character.charCodeAt(0));
  };
  assertThrows(
    () => read(one, renamed("0.mlp.up_proj", "0.mlp.us_proj")),
    UnknownModelError,
    '"up" of layer 0',
  );
  assertThrows(() => read(one, renamed('"F32"', '"I32"')), SyntaxError, 'type "I32"');
});
