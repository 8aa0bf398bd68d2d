/**
 * SmolLM2 on the kernel over a whole text: beside onnxruntime position by position, and its perplexity in windows as
 * PyTorch has it. Skipped without a mirror folder; with ALL_POSITIONS set nothing is sampled.
 */
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { PreTrainedTokenizer } from "@huggingface/transformers";
import * as ort from "onnxruntime-web/wasm";
import { logSoftmax } from "@/lib/lm/distribution/softmax.ts";
import { topTokens } from "@/lib/lm/distribution/top_tokens.ts";
import { exactDescription } from "@/lib/models/engine/tokenizer_description.ts";
import { createTransformer, type Transformer } from "@/lib/transformer/forward.ts";
import { kernelOps } from "@/tests/transformer/kernel_ops.ts";
import { openSession } from "./onnx/run_graph.ts";
import { EXPECTED_ANSWERS, type ExpectedPerplexity, modelFile, smollm2Weights } from "./smollm2.ts";

const ALL = Deno.env.has("ALL_POSITIONS");
const ignore = EXPECTED_ANSWERS === null;
/** Of log-probabilities, in nats. */
const TOLERANCE = 1e-4;
const POSITIONS = ALL ? 1024 : 64;
/** Tokens that onnxruntime reads at once, without a cache. */
const WINDOW = Math.min(128, POSITIONS);

async function textTokens(): Promise<number[]> {
  const read = async (file: string) => JSON.parse(new TextDecoder().decode(await modelFile(file)));
  const tokenizer = new PreTrainedTokenizer(
    exactDescription(await read("tokenizer.json")),
    await read("tokenizer_config.json"),
  );
  return tokenizer.encode(EXPECTED_ANSWERS!.perplexity.text, { add_special_tokens: false });
}

/** Log-probabilities after every token of a text. */
function* readRows(transformer: Transformer, tokens: readonly number[]): Generator<Float64Array> {
  const memory = transformer.createMemory();
  const { chunk, config: { vocabulary } } = transformer;
  while (memory.length < tokens.length) {
    const part = tokens.slice(memory.length, memory.length + chunk);
    const logits = transformer.forward(part, memory, part.length);
    for (let row = 0; row < part.length; row++) {
      yield logSoftmax(logits.subarray(row * vocabulary, (row + 1) * vocabulary));
    }
  }
  memory.release();
}

async function runOnnx(session: ort.InferenceSession, tokens: readonly number[]): Promise<Float32Array> {
  const integers = (values: readonly number[], dims: readonly number[]) =>
    new ort.Tensor("int64", BigInt64Array.from(values, BigInt), dims);
  const past = session.inputNames.filter((name) => name.startsWith("past_key_values"));
  const dims = [1, tokens.length];
  const { logits } = await session.run({
    input_ids: integers(tokens, dims),
    attention_mask: integers(tokens.map(() => 1), dims),
    position_ids: integers(tokens.map((_, position) => position), dims),
    num_logits_to_keep: integers([0], []),
    ...Object.fromEntries(
      past.map((name) => [name, new ort.Tensor("float32", new Float32Array(), [1, 3, 0, 64])]),
    ),
  });
  return logits!.data as Float32Array;
}

Deno.test({
  name: "SmolLM2 on the kernel is onnxruntime's, position by position",
  ignore,
  async fn() {
    const tokens = await textTokens();
    assertEquals(tokens.length, 1347);
    const session = await openSession(await modelFile("onnx/model_q4.onnx"));
    const ops = await kernelOps("relaxed");
    const transformer = createTransformer(await smollm2Weights(), { ops });
    const { vocabulary } = transformer.config;
    let worst = 0, compared = 0;
    for (let from = 0; from < POSITIONS; from += WINDOW) {
      const part = tokens.slice(from, from + WINDOW);
      const theirs = await runOnnx(session, part);
      let position = 0;
      for (const ours of readRows(transformer, part)) {
        const row = theirs.subarray(position * vocabulary, (position + 1) * vocabulary);
        const expected = logSoftmax(row);
        for (const id of [...topTokens(row, 20), tokens[from + position + 1]!]) {
          worst = Math.max(worst, Math.abs(ours[id]! - expected[id]!));
        }
        position++;
        compared++;
      }
    }
    await session.release();
    ops.dispose();
    assert(worst < TOLERANCE, `${compared} positions differ by up to ${worst}`);
  },
});

function meanLoss(
  transformer: Transformer,
  tokens: readonly number[],
  { max_length, stride, bos }: ExpectedPerplexity,
): { readonly scored: number; readonly mean: number } {
  const text = bos === null ? tokens : [bos, ...tokens];
  let sum = 0, scored = 0;
  for (let begin = 0, done = 0; done < text.length; begin += stride) {
    const end = Math.min(begin + max_length, text.length);
    let position = begin;
    for (const row of readRows(transformer, text.slice(begin, end))) {
      const next = ++position;
      if (next < end && next >= done) {
        sum -= row[text[next]!]!;
        scored++;
      }
    }
    done = end;
  }
  return { scored, mean: sum / scored };
}

Deno.test({
  name: "SmolLM2 on the kernel has PyTorch's perplexities",
  ignore,
  async fn() {
    const ops = await kernelOps("relaxed");
    const transformer = createTransformer(await smollm2Weights(), { ops });
    const tokens = await textTokens();
    const { perplexity: { strided }, tolerance } = EXPECTED_ANSWERS!;
    for (const expected of ALL ? strided : strided.slice(-1)) {
      const { scored, mean } = meanLoss(transformer, tokens, expected);
      assertEquals(scored, expected.tokens_scored);
      assertAlmostEquals(mean, expected.mean_nll_nats, tolerance.mean_nll, JSON.stringify(expected));
    }
    ops.dispose();
  },
});
