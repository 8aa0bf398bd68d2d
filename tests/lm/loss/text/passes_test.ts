/** Each convention beside a plain transcription of the program that it is named after. */
import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { type ConventionSettings, settleConvention } from "@/lib/lm/loss/text/convention.ts";
import { planPasses } from "@/lib/lm/loss/text/passes.ts";
import { fakeModel } from "../../fake_model.ts";

/** What is predicted from what: the context of a scored token, joined, and which token it is. */
type Prediction = readonly [context: string, target: number, position: number];

function predictionsOf(ids: readonly number[], settings: ConventionSettings): Prediction[] {
  return planPasses(ids, settings).flatMap(({ tokens, from, first }) =>
    tokens.slice(from).map((target, index): Prediction => [
      tokens.slice(0, from + index).join(),
      target,
      first + index,
    ])
  );
}

/** The loop of transformers' documentation: labels before the target length are masked, then shifted by one. */
function huggingFace(ids: readonly number[], { window, stride, bos }: ConventionSettings): Prediction[] {
  const all = bos === null ? [...ids] : [bos, ...ids];
  const predictions: Prediction[] = [];
  let previousEnd = 0;
  for (let begin = 0; begin < all.length; begin += stride) {
    const end = Math.min(begin + window, all.length);
    const targetLength = end - previousEnd;
    const input = all.slice(begin, end);
    const labels = input.map((id, index) => index < input.length - targetLength ? -100 : id);
    for (let index = 1; index < input.length; index++) {
      if (labels[index] === -100) continue;
      predictions.push([
        input.slice(0, index).join(),
        labels[index]!,
        begin + index - (all.length - ids.length),
      ]);
    }
    previousEnd = end;
    if (end === all.length) break;
  }
  return predictions;
}

/** The loop of llama.cpp's tools/perplexity (perplexity(), without stride). */
function llamaCpp(ids: readonly number[], { window, bos }: ConventionSettings): Prediction[] {
  const tokens = bos === null ? [...ids] : [bos, ...ids];
  const predictions: Prediction[] = [];
  const first = Math.floor(window / 2);
  for (let chunk = 0; chunk < Math.floor(tokens.length / window); chunk++) {
    const start = chunk * window;
    const batch = tokens.slice(start, start + window);
    if (bos !== null) batch[0] = bos;
    for (let j = first; j < window - 1; j++) {
      const position = start + j + 1 - (tokens.length - ids.length);
      predictions.push([batch.slice(0, j + 1).join(), tokens[start + j + 1]!, position]);
    }
  }
  return predictions;
}

/** `get_rolling_token_windows` and `make_disjoint_window` of lm_eval/utils.py, context_len 1. */
function lmEval(ids: readonly number[], { window, bos }: ConventionSettings): Prediction[] {
  const pairs: [number[], number[]][] = [];
  const firstLength = Math.min(window, ids.length);
  if (firstLength > 0) pairs.push([[bos!, ...ids.slice(0, firstLength - 1)], ids.slice(0, firstLength)]);
  let predicted = firstLength;
  while (predicted < ids.length) {
    const length = Math.min(ids.length - predicted, window);
    const end = predicted + length;
    pairs.push([ids.slice(end - window - 1, end - 1), ids.slice(end - length, end)]);
    predicted += length;
  }
  let position = 0;
  return pairs.flatMap(([context, continuation]) => {
    const disjoint = context.slice(0, context.length - (continuation.length - 1));
    return continuation.map((target, index): Prediction => [
      [...disjoint, ...continuation.slice(0, index)].join(),
      target,
      position++,
    ]);
  });
}

const ids = fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 60 });
const begin = fc.constantFrom(null, 0);

Deno.test("hf cuts as the loop of transformers' documentation does", () => {
  fc.assert(fc.property(ids, fc.integer({ min: 2, max: 16 }), fc.nat(), begin, (ids, window, moved, bos) => {
    const settings: ConventionSettings = { convention: "hf", window, stride: moved % window + 1, bos };
    assertEquals(predictionsOf(ids, settings), huggingFace(ids, settings));
  }));
});

Deno.test("llama_cpp cuts as llama.cpp's perplexity tool does", () => {
  fc.assert(fc.property(ids, fc.integer({ min: 2, max: 16 }), begin, (ids, window, bos) => {
    const settings: ConventionSettings = { convention: "llama_cpp", window, stride: window, bos };
    assertEquals(predictionsOf(ids, settings), llamaCpp(ids, settings));
  }));
});

Deno.test("lm_eval cuts as its rolling log-likelihood does, and scores every token once", () => {
  fc.assert(fc.property(ids, fc.integer({ min: 2, max: 16 }), (ids, window) => {
    const settings: ConventionSettings = { convention: "lm_eval", window, stride: window, bos: 0 };
    const predictions = predictionsOf(ids, settings);
    assertEquals(predictions, lmEval(ids, settings));
    assertEquals(predictions.map(([, , position]) => position), ids.map((_, index) => index));
  }));
});

Deno.test("1,347 tokens are as many windows and scored tokens as PyTorch had", () => {
  const text = Array.from({ length: 1347 }, () => 5);
  const known = [
    [256, 256, null, 6, 1341],
    [256, 128, null, 10, 1346],
    [256, 64, null, 19, 1346],
    [512, 512, null, 3, 1344],
    [512, 256, null, 5, 1346],
    [1024, 512, null, 2, 1346],
    [512, 512, 0, 3, 1345],
  ] as const;
  for (const [window, stride, bos, windows, scored] of known) {
    const passes = planPasses(text, { convention: "hf", window, stride, bos });
    const tokens = passes.reduce((sum, { tokens, from }) => sum + tokens.length - from, 0);
    assertEquals([passes.length, tokens], [windows, scored]);
  }
});

Deno.test("what is left open is the model's own, and what does not fit is refused", () => {
  const model = fakeModel({ tokens: ["a", "b", "c"], contextLength: 8, beginToken: 2, endTokens: [1] });
  const open = { window: null, stride: null, bos: null };
  assertEquals(settleConvention(model, { convention: "hf", ...open }), {
    convention: "hf",
    window: 8,
    stride: 4,
    bos: 2,
  });
  const plain = fakeModel({ tokens: ["a", "b"], endTokens: [1] });
  assertEquals(settleConvention(plain, { convention: "lm_eval", ...open }).bos, 1);
  assertEquals(settleConvention(plain, { convention: "hf", ...open }).bos, null);
  assertThrows(
    () => settleConvention(model, { convention: "hf", ...open, window: 9 }),
    RangeError,
    "context of 8",
  );
  assertThrows(() => settleConvention(model, { convention: "hf", ...open, stride: 9 }), RangeError, "stride");
  assertThrows(
    () => settleConvention(model, { convention: "hf", ...open, bos: 3 }),
    RangeError,
    "begin token 3",
  );
});
