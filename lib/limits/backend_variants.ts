import { createEmbeddedModel } from "@/lib/embedded/embedded_model.ts";
import type { LanguageModel } from "@/lib/lm/language_model.ts";
import { createTokenizer } from "@/lib/transformer/byte_level_bpe.ts";
import { createTransformer } from "@/lib/transformer/forward.ts";
import { type CompiledKernel, createLoneKernelOps } from "@/lib/transformer/kernel/kernel_ops.ts";
import { BUILD_NAMES } from "@/lib/transformer/kernel/pick_build.ts";
import type { Ops } from "@/lib/transformer/ops.ts";
import { PLAIN_OPS } from "@/lib/transformer/plain_ops.ts";
import { readWeights } from "@/lib/transformer/weights/weights.ts";

/** What a model of the site is made of. */
export interface VariantFiles {
  readonly name: string;
  readonly revision: string;
  readonly weights: Uint8Array;
  /** Text of `tokenizer.json`. */
  readonly tokenizer: string;
}

const MAX_BYTES = 2 ** 27;
const CHUNKS = [64, 5] as const;

/** The same model on every backend that runs here, each in two chunk sizes. */
export function backendVariants(
  files: VariantFiles,
  kernels: readonly CompiledKernel[],
): ReadonlyMap<string, LanguageModel> {
  const weights = readWeights(files.weights);
  const tokenizer = createTokenizer(JSON.parse(files.tokenizer));
  const backends: [string, () => Ops][] = [
    ...kernels.map((kernel): [string, () => Ops] => [
      BUILD_NAMES[kernel.build],
      () => createLoneKernelOps(kernel, MAX_BYTES),
    ]),
    ["TypeScript", () => PLAIN_OPS],
  ];
  return new Map(backends.flatMap(([name, ops]) =>
    CHUNKS.map((chunk): [string, LanguageModel] => [
      `${name}, ${chunk} tokens a pass`,
      createEmbeddedModel({
        ...files,
        tokenizer,
        transformer: createTransformer(weights, { ops: ops(), chunk }),
      }),
    ])
  ));
}
