/** The family's forward pass on a hub's safetensors gives PyTorch's log-probabilities, in each set of operations. */
import { assertEquals, assertThrows } from "@std/assert";
import { createTransformer } from "@/lib/transformer/forward.ts";
import { readHubConfig } from "@/lib/transformer/hub_config.ts";
import { PLAIN_OPS } from "@/lib/transformer/plain_ops.ts";
import { UnknownModelError } from "@/lib/transformer/unknown_model_error.ts";
import { hubSafetensors } from "@/lib/transformer/weights/hub_safetensors.ts";
import { readSafetensors } from "@/lib/transformer/weights/safetensors.ts";
import { gatherWeights } from "@/lib/transformer/weights/weight_source.ts";
import type { Ops } from "@/lib/transformer/ops.ts";
import { assertLogProbabilities } from "../assert_log_probabilities.ts";
import { FAMILY_CASES, type FamilyCase } from "../family_cases.ts";
import { BUILDS, kernelOps } from "../kernel_ops.ts";
import { safetensorsFile, safetensorsOf } from "../safetensors_case.ts";
import { type Writable, writeSafetensors } from "../write_safetensors.ts";

function read(one: FamilyCase, file: Uint8Array) {
  const model = readHubConfig(one.config);
  return gatherWeights(model, hubSafetensors(readSafetensors(file), model));
}

const STORED = FAMILY_CASES.filter(({ block, name }) => block === 0 || name.startsWith("four bits"));
const [FOUR_BITS, FLOATS, HALVES, BRAINS] = STORED as [FamilyCase, FamilyCase, FamilyCase, FamilyCase];

for (const one of STORED) {
  Deno.test(`${one.name}: safetensors give PyTorch's log-probabilities, on the kernel and without`, async () => {
    for (const build of ["none", ...BUILDS] as const) {
      const ops: Ops = build === "none" ? PLAIN_OPS : await kernelOps(build);
      const transformer = createTransformer(read(one, safetensorsFile(one)), { ops });
      assertLogProbabilities(transformer, one, ops.name);
      ops.dispose();
    }
  });
}

Deno.test("16-bit floats stay in 16 bits, as views of the file", () => {
  for (const [one, format] of [[HALVES, "float16"], [BRAINS, "bfloat16"]] as const) {
    const file = safetensorsFile(one);
    const { embedding, layers } = read(one, file);
    for (const matrix of [embedding, layers[0]!.query, layers[1]!.down]) {
      if (!("halves" in matrix)) throw new TypeError("The weights were expanded");
      assertEquals([matrix.format, matrix.halves.buffer === file.buffer], [format, true]);
    }
  }
});

Deno.test("a file whose numbers are not aligned gives the same", () => {
  for (const one of STORED) {
    const file = safetensorsFile(one);
    for (const shift of [1, 2]) {
      const moved = new Uint8Array(file.length + shift);
      moved.set(file, shift);
      const run = (bytes: Uint8Array) => {
        const transformer = createTransformer(read(one, bytes), { ops: PLAIN_OPS });
        return transformer.forward(one.tokens, transformer.createMemory(), 1);
      };
      assertEquals(run(moved.subarray(shift)), run(file));
    }
  }
});

Deno.test("a file with tensors that are missing, unknown, of another type or not finite is refused with the reason", () => {
  const up = "model.layers.0.mlp.up_proj.weight";
  const refuses = (one: FamilyCase, change: (tensors: Record<string, Writable>) => void, reason: string) => {
    const tensors = safetensorsOf(one);
    change(tensors);
    assertThrows(() => read(one, writeSafetensors(tensors)), UnknownModelError, reason);
  };
  refuses(FLOATS, (tensors) => delete tensors[up], '"up" of layer 0');
  refuses(FLOATS, (tensors) => tensors[`${up}.lora_A`] = tensors[up]!, `"${up}.lora_A", of which no part`);
  refuses(FLOATS, (tensors) => tensors["model.layers.2.mlp.up_proj.weight"] = tensors[up]!, "layers.2");
  refuses(FLOATS, (tensors) => tensors["model.layers.0.mlp.up_proj.bias"] = tensors[up]!, "up_proj.bias");
  refuses(FLOATS, (tensors) => tensors[up] = { ...tensors[up]!, dtype: "I32" }, "of type I32");
  refuses(FLOATS, (tensors) => tensors[up] = { ...tensors[up]!, shape: [42, 72] }, "and not the whole [");
  for (const pattern of [0x7c00, 0xfc00, 0x7e00]) {
    refuses(HALVES, (tensors) => {
      const { bytes } = tensors[up]!;
      new DataView(bytes.buffer, bytes.byteOffset).setUint16(20, pattern, true);
    }, "not finite");
  }
});

Deno.test("what old files have beside the weights changes nothing", () => {
  const tensors = safetensorsOf(FLOATS);
  tensors["model.layers.0.self_attn.rotary_emb.inv_freq"] = {
    dtype: "F32",
    shape: [4],
    bytes: new Uint8Array(16),
  };
  assertEquals(read(FLOATS, writeSafetensors(tensors)), read(FLOATS, safetensorsFile(FLOATS)));
});

Deno.test("a file that is cut short, or whose header lies, cannot be read", () => {
  const file = safetensorsFile(FOUR_BITS);
  const text = new TextDecoder("latin1").decode(file);
  const changed = (from: string, to: string) =>
    Uint8Array.from(text.replace(from, to), (character) => character.charCodeAt(0));
  const refuses = (bytes: Uint8Array, reason: string) =>
    assertThrows(() => readSafetensors(bytes), SyntaxError, reason);
  refuses(file.subarray(0, 7), "no header");
  refuses(file.subarray(0, 50), "cut short");
  refuses(file.subarray(0, file.length - 1), "not complete");
  refuses(file.map((byte, at) => at > 7 && at < 40 ? byte ^ 90 : byte), "");
  refuses(changed('"shape":[61,48]', '"shape":[61,47]'), "does not fit the shape");
  refuses(changed('"data_offsets":[0,', '"data_offsets":[9,'), "does not fit the shape");
  refuses(changed('"shape":[61,48]', '"shapes":[61,8]'), "does not fit the shape");
  const header = new TextEncoder().encode("[1,2,3]");
  refuses(Uint8Array.of(header.length, 0, 0, 0, 0, 0, 0, 0, ...header), "no object");
});
