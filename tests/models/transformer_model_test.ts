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
import type { Matrix } from "@/lib/transformer/matrix.ts";
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

/** Operations that count their multiplications: what a pass takes, without a clock. */
function countingOps(): { readonly ops: Ops; readonly done: () => number } {
  let work = 0;
  const ops: Ops<Matrix> = {
    ...PLAIN_OPS,
    multiply(x, count, products) {
      for (const { matrix } of products) work += matrix.rows * matrix.columns * count;
      PLAIN_OPS.multiply(x, count, products);
    },
  };
  return { ops: ops as Ops, done: () => work };
}

/** Milliseconds that a layer takes for the first chunk of 16 tokens, from a fast device to the slowest. */
for (const layerTime of [0.5, 4, 25, 95]) {
  Deno.test(`a cancel at any moment of a prefill leaves less than 100 ms of work, where a layer takes ${layerTime} ms`, async () => {
    const text = Array.from({ length: 60 }, (_, at) => at * 7 % 61);
    const weights = weightsOf();
    const { query, key, value, output, gate, up, down } = weights.layers[0]!;
    const layerWork = [query, key, value, output, gate, up, down]
      .reduce((sum, { rows, columns }) => sum + rows * columns, 0);
    const perMillisecond = 16 * layerWork / layerTime;
    const { pass, whole } = await timedPass(text, weights, perMillisecond, Infinity);
    assertEquals(pass, null);
    for (let moment = 0; moment < 1; moment += 0.04) {
      const { pass, left } = await timedPass(text, weights, perMillisecond, moment * whole);
      if (pass !== null) assertEquals(pass.code, "aborted");
      assert(left < 100, `canceled after ${moment} of the work, ${left} ms were done`);
    }
  });
}

/** A pass on a clock that is the work done; a cancel is sent at a moment, and seen when messages are let in. */
async function timedPass(
  text: readonly number[],
  weights: TransformerWeights,
  perMillisecond: number,
  cancelAt: number,
): Promise<{ readonly pass: ModelError | null; readonly whole: number; readonly left: number }> {
  const { ops, done } = countingOps();
  const now = () => done() / perMillisecond;
  const controller = new AbortController();
  const pause = () => {
    if (now() >= cancelAt) controller.abort();
    return Promise.resolve();
  };
  const decoder = new Decoder(transformerModel(createTransformer(weights, { ops }), { now, pause }), pause);
  const options = { firstRow: 0, cache: true, signal: controller.signal, visit: () => {} };
  const pass = await decoder.pass(text, options).then(() => null, (error: ModelError) => error);
  return { pass, whole: now(), left: now() - cancelAt };
}

const PARTS = ["query", "key", "value", "output", "gate", "up", "down"] as const;

for (const build of ["plain TypeScript", ...BUILDS] as const) {
  Deno.test(`${build}: a weight that is not a number ends in not_finite, never in a row`, async () => {
    for (const part of PARTS) {
      const ops: Ops = build === "plain TypeScript" ? PLAIN_OPS : await kernelOps(build);
      const weights = weightsOf();
      const matrix = weights.layers[0]![part];
      if (!("quants" in matrix)) throw new TypeError("The case is in blocks");
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
