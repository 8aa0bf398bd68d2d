/** The own Transformer under the decoder: reuse after edits, cancellation within a pass, and weights that are damaged. */
import { assert, assertEquals, assertRejects } from "@std/assert";
import { logSoftmax } from "@/lib/lm/distribution/softmax.ts";
import { Decoder } from "@/lib/models/engine/decoder.ts";
import { ModelError } from "@/lib/models/model_provider.ts";
import { readModel } from "@/lib/models/onnx/onnx_graph.ts";
import { readGraph } from "@/lib/models/own/read_graph.ts";
import { transformerModel } from "@/lib/models/own/transformer_model.ts";
import { cacheBytesPerToken } from "@/lib/transformer/config.ts";
import { createTransformer } from "@/lib/transformer/forward.ts";
import { PLAIN_OPS } from "@/lib/transformer/plain_ops.ts";
import type { TransformerWeights } from "@/lib/transformer/weights/weights.ts";
import type { Ops } from "@/lib/transformer/ops.ts";
import { FAMILY_CASES } from "@/tests/transformer/family_cases.ts";
import { BUILDS, kernelOps } from "@/tests/transformer/kernel_ops.ts";
import { largestDifference } from "@/tests/transformer/reference.ts";
import { ownGraph } from "./own_graph.ts";

const CASE = FAMILY_CASES[0]!;
const { tokens, logProbabilities } = CASE;
const signal = new AbortController().signal;

function weightsOf(): TransformerWeights {
  return readGraph(CASE.config, readModel(ownGraph(CASE)), () => null);
}

/** Every look at the clock is so many milliseconds later. */
function decoderOf(weights: TransformerWeights, step = 0, pause = () => Promise.resolve()): Decoder {
  let time = 0;
  const clock = { now: () => time += step, pause };
  return new Decoder(transformerModel(createTransformer(weights, { ops: PLAIN_OPS }), clock), pause);
}

async function rowsOf(decoder: Decoder, text: readonly number[], firstRow = text.length - 1) {
  const rows: Float64Array[] = [];
  const visit = (row: Float32Array) => rows.push(logSoftmax(row));
  const run = await decoder.pass(text, { firstRow, cache: true, signal, visit });
  return { rows, run };
}

Deno.test("rows are PyTorch's, in whatever chunks the speed gives", async () => {
  for (const step of [0, 10, 1000]) {
    const { rows } = await rowsOf(decoderOf(weightsOf(), step), tokens, 0);
    assertEquals(rows.length, tokens.length);
    rows.forEach((row, position) => assert(largestDifference(row, logProbabilities[position]!) < 1e-4));
  }
});

Deno.test("after an edit only what follows it is computed, and the answer is the same; bytes are those of the rows", async () => {
  const decoder = decoderOf(weightsOf());
  await rowsOf(decoder, tokens);
  await rowsOf(decoder, [...tokens.slice(0, 12), 3, 4, 5]);
  const { rows, run } = await rowsOf(decoder, tokens);
  assertEquals([run.reused, run.computed, run.cacheTokens], [12, tokens.length - 12, tokens.length]);
  assertEquals(run.cacheBytes, tokens.length * cacheBytesPerToken(weightsOf().config));
  assert(largestDifference(rows[0]!, logProbabilities.at(-1)!) < 1e-4);
  decoder.clear();
  assertEquals((await rowsOf(decoder, tokens)).run.reused, 0);
});

Deno.test("a cancel stops a pass between two layers, and the next pass is right", async () => {
  const controller = new AbortController();
  let pauses = 0;
  const pause = () => {
    if (++pauses === 1) controller.abort();
    return Promise.resolve();
  };
  const decoder = decoderOf(weightsOf(), 50, pause);
  const options = { firstRow: 0, cache: true, signal: controller.signal, visit: () => {} };
  const error = await assertRejects(() => decoder.pass(tokens, options), ModelError);
  assertEquals([error.code, pauses], ["aborted", 1]);
  const { rows } = await rowsOf(decoder, tokens);
  assert(largestDifference(rows[0]!, logProbabilities.at(-1)!) < 1e-4);
});

const PARTS = ["query", "key", "value", "output", "gate", "up", "down"] as const;

for (const build of ["plain TypeScript", ...BUILDS] as const) {
  Deno.test(`${build}: a weight that is not a number ends in not_finite, never in a row`, async () => {
    for (const part of PARTS) {
      const ops: Ops = build === "plain TypeScript" ? PLAIN_OPS : await kernelOps(build);
      const weights = weightsOf();
      const matrix = weights.layers[0]![part];
      if ("data" in matrix) throw new TypeError("The case is in blocks");
      matrix.scales[5] = NaN;
      const clock = { now: () => 0, pause: () => Promise.resolve() };
      const decoder = new Decoder(transformerModel(createTransformer(weights, { ops }), clock), clock.pause);
      const error = await assertRejects(() => rowsOf(decoder, tokens), ModelError, undefined, part);
      assertEquals(error.code, "not_finite");
      ops.dispose();
    }
  });
}

Deno.test("a text that does not fit the context is refused before anything is computed", async () => {
  const text = Array<number>(65).fill(1);
  const error = await assertRejects(() => rowsOf(decoderOf(weightsOf()), text), ModelError);
  assertEquals(error.code, "too_long");
  assertEquals((await rowsOf(decoderOf(weightsOf()), text.slice(1))).rows.length, 1);
});
