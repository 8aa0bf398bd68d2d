/** SmolLM2's real weights in the family's forward pass, against PyTorch's figures. Skipped without a mirror folder. */
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { logSoftmax } from "@/lib/lm/distribution/softmax.ts";
import type { BlockMatrix } from "@/lib/transformer/block_matrix.ts";
import { createTransformer, type Transformer } from "@/lib/transformer/forward.ts";
import type { Matrix } from "@/lib/transformer/matrix.ts";
import { PLAIN_OPS } from "@/lib/transformer/plain_ops.ts";
import { BUILDS, kernelOps } from "@/tests/transformer/kernel_ops.ts";
import { EXPECTED_ANSWERS, type ExpectedPrompt, smollm2Weights } from "./smollm2.ts";

const TOLERANCE = EXPECTED_ANSWERS?.tolerance.log_probability_wasm ?? 0;

function checkPrompt(transformer: Transformer, prompt: ExpectedPrompt): void {
  const { vocabulary } = transformer.config;
  const tokens = [...prompt.ids, ...prompt.greedy.slice(0, -1).map(({ id }) => id)];
  const logits = transformer.forward(tokens, transformer.createMemory(), tokens.length);
  const after = (position: number) =>
    logSoftmax(logits.subarray(position * vocabulary, (position + 1) * vocabulary));
  const close = (actual: number, expected: number, what: string) =>
    assertAlmostEquals(actual, expected, TOLERANCE, `"${prompt.text}", ${what}`);
  prompt.log_probability_of_each_token_after_the_first.forEach((expected, index) => {
    close(after(index)[prompt.ids[index + 1]!]!, expected, `token ${index + 1}`);
  });
  const next = after(prompt.ids.length - 1);
  for (const { id, log_probability } of prompt.top20) close(next[id]!, log_probability, `answer ${id}`);
  close(-next.reduce((sum, p) => sum + Math.exp(p) * p, 0), prompt.entropy_nats, "entropy");
  prompt.greedy.forEach(({ id, log_probability, margin }, step) => {
    const row = after(prompt.ids.length - 1 + step);
    close(row[id]!, log_probability, `step ${step}`);
    if (margin >= 0.01) assertEquals(row.indexOf(Math.max(...row)), id, `"${prompt.text}", step ${step}`);
  });
}

function inBlocks(matrix: Matrix): BlockMatrix {
  if (!("quants" in matrix)) throw new TypeError("The weights were expanded");
  return matrix;
}

/** Plain TypeScript takes seconds a prompt: without ALL_PROMPTS it answers every fourth. */
const STRIDE = Deno.env.has("ALL_PROMPTS") ? 1 : 4;

Deno.test({
  name: "SmolLM2 in plain TypeScript: prompts and greedy steps as PyTorch has them",
  ignore: EXPECTED_ANSWERS === null,
  async fn() {
    const transformer = createTransformer(await smollm2Weights(), { ops: PLAIN_OPS });
    for (const prompt of EXPECTED_ANSWERS!.prompts.filter((_, at) => at % STRIDE === 0)) {
      checkPrompt(transformer, prompt);
    }
  },
});

for (const build of BUILDS) {
  Deno.test({
    name: `SmolLM2 on the kernel, ${build}: every prompt and greedy step as PyTorch has them`,
    ignore: EXPECTED_ANSWERS === null,
    async fn() {
      const ops = await kernelOps(build, 2);
      try {
        const transformer = createTransformer(await smollm2Weights(), { ops });
        for (const prompt of EXPECTED_ANSWERS!.prompts) checkPrompt(transformer, prompt);
      } finally {
        ops.dispose();
      }
    },
  });
}

Deno.test({
  name: "SmolLM2's weights stay as they are: 4 bits in blocks, and one table of 8 bits for both ends",
  ignore: EXPECTED_ANSWERS === null,
  async fn() {
    const { embedding, head, layers } = await smollm2Weights();
    assert(embedding === head);
    const { bits, block, rows } = inBlocks(head);
    assertEquals([bits, block, rows], [8, 32, 49_152]);
    for (const { query, key, value, output, gate, up, down } of layers) {
      for (const matrix of [query, key, value, output, gate, up, down]) {
        const { bits, scales, offsets } = inBlocks(matrix);
        assertEquals(bits, 4);
        // The file gives each block an offset of its own.
        assert(offsets.some((offset, at) => Math.abs(offset + 8 * scales[at]!) > 1e-6));
      }
    }
  },
});
