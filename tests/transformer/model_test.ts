import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { logSoftmax } from "@/lib/lm/distribution/softmax.ts";
import type { ModelRun } from "@/lib/lm/language_model.ts";
import { createEmbeddedModel, type EmbeddedModel } from "@/lib/embedded/embedded_model.ts";
import { lookInside } from "@/lib/embedded/insides.ts";
import { createTransformer } from "@/lib/transformer/forward.ts";
import { createKvCache } from "@/lib/transformer/kv_cache.ts";
import { PLAIN_OPS } from "@/lib/transformer/plain_ops.ts";
import { readWeights } from "@/lib/transformer/weights/weights.ts";
import { largestDifference, modelFile, reference } from "./reference.ts";
import { plainTokenizer } from "./plain_tokenizer.ts";

const { config } = reference;
const { tokens, logits } = reference.model;
const vocabulary = config.vocabulary;

function row(position: number): number[] {
  return logits.slice(position * vocabulary, (position + 1) * vocabulary);
}

/** A chunk of 5 tokens, so that contexts need several passes. */
function smallModel(): EmbeddedModel {
  const transformer = createTransformer(readWeights(modelFile()), { ops: PLAIN_OPS, chunk: 5 });
  return createEmbeddedModel({
    name: "small",
    revision: "test",
    transformer,
    tokenizer: plainTokenizer(vocabulary),
  });
}

Deno.test("forward() gives PyTorch's logits on the rounded weights, at every position", () => {
  const transformer = createTransformer(readWeights(modelFile()), { ops: PLAIN_OPS });
  const all = transformer.forward(tokens, createKvCache(config), tokens.length);
  assert(largestDifference(all, logits) < 2e-4, String(largestDifference(all, logits)));
  for (let position = 0; position < tokens.length; position++) {
    const ours = logSoftmax(all.subarray(position * vocabulary, (position + 1) * vocabulary));
    assert(largestDifference(ours, logSoftmax(Float32Array.from(row(position)))) < 2e-4);
  }
});

Deno.test("logits() with a reused cache equals a full pass, and says what it reused", async () => {
  const model = smallModel();
  const fresh = await model.logits(tokens, { cache: false });
  const runs: ModelRun[] = [];
  await model.logits([...tokens.slice(0, 8), 1, 2, 3]);
  const [reused] = await model.logits(tokens, { onRun: (run) => runs.push(run) });
  assert(largestDifference(reused!, fresh[0]!) < 1e-5);
  assertEquals(runs.map(({ reused, computed, cacheTokens }) => [reused, computed, cacheTokens]), [[
    8,
    tokens.length - 8,
    tokens.length,
  ]]);
});

Deno.test("logits() gives the last rows, oldest first, across passes", async () => {
  const rows = await smallModel().logits(tokens, { rows: 7 });
  assertEquals(rows.length, 7);
  rows.forEach((actual, i) => assert(largestDifference(actual, row(tokens.length - 7 + i)) < 2e-4));
});

Deno.test("score() is the log-probability of each token given those before it", async () => {
  const scored = await smallModel().score(tokens, { top: 3 });
  assertEquals(scored.map(({ id }) => id), tokens.slice(1));
  scored.forEach(({ id, logProbability, rank, top }, i) => {
    const expected = logSoftmax(Float32Array.from(row(i)));
    assert(Math.abs(logProbability - expected[id]!) < 2e-4);
    assertEquals(rank, 1 + expected.filter((other) => other > expected[id]!).length);
    assertEquals(top.length, 3);
  });
});

Deno.test("observe() shows attention of every head and a last layer whose head is the answer", () => {
  const model = smallModel();
  const seen = new Set<string>();
  let last = new Float32Array();
  const answer = model.observe(tokens, {
    attention(layer, head, position, weights) {
      seen.add(`${layer} ${head} ${position}`);
      assert(Math.abs(weights.reduce((a, b) => a + b, 0) - 1) < 1e-5);
    },
    residual(layer, x, count, start) {
      if (layer !== config.layers - 1 || start + count !== tokens.length) return;
      last = model.transformer.head(x.subarray((count - 1) * config.width, count * config.width), 1).slice();
    },
  });
  assertEquals(seen.size, config.layers * config.heads * tokens.length);
  assertEquals(last, answer);
});

Deno.test("a context that is empty, too long, or holds an unknown token is refused with the reason", async () => {
  const model = smallModel();
  await assertRejects(() => model.logits([]), RangeError, "at least one token");
  await assertRejects(() => model.logits([vocabulary]), RangeError, "not in the vocabulary");
  await assertRejects(() => model.logits(Array(config.context + 1).fill(1)), RangeError, "holds 48 tokens");
  await model.logits(Array(config.context).fill(1));
});

Deno.test("an aborted call rejects with the signal's reason, and the model stays usable", async () => {
  const model = smallModel();
  const reason = new Error("newer text");
  const error = await assertRejects(() => model.logits(tokens, { signal: AbortSignal.abort(reason) }));
  assertEquals(error, reason);
  assertEquals((await model.logits(tokens)).length, 1);
});

Deno.test("readWeights() says what is wrong with a file", () => {
  assertThrows(() => readWeights(new Uint8Array(3)), SyntaxError, "no header");
  const cut = modelFile().subarray(0, 5000);
  assertThrows(() => readWeights(cut), SyntaxError, "cut short");
  const renamed = modelFile();
  const at = new TextDecoder("latin1").decode(renamed).indexOf('"norm.weight"');
  renamed[at + 1] = "m".charCodeAt(0);
  assertThrows(() => readWeights(renamed), SyntaxError, 'no tensor "norm.weight"');
});

Deno.test("lookInside() keeps each head's row at the last position and each layer's guess", () => {
  const { attention, guesses } = lookInside(smallModel(), tokens, 4);
  assertEquals([attention.length, guesses.length], [config.layers, config.layers]);
  for (const weights of attention.flat()) {
    assertEquals(weights.length, tokens.length);
    assert(Math.abs(weights.reduce((a, b) => a + b, 0) - 1) < 1e-5);
  }
  const answer = logSoftmax(Float32Array.from(row(tokens.length - 1)));
  const last = guesses.at(-1)!;
  assertEquals(last.length, 4);
  for (const { id, probability } of last) assert(Math.abs(Math.log(probability) - answer[id]!) < 2e-4);
  assertEquals(last[0]!.id, answer.indexOf(Math.max(...answer)));
});
