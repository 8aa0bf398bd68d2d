import { assertAlmostEquals, assertEquals } from "@std/assert";
import fc from "fast-check";
import { entropy } from "@/lib/lm/entropy.ts";
import { logSoftmax, softmax } from "@/lib/lm/softmax.ts";
import { topTokens } from "@/lib/lm/top_tokens.ts";
import { assertTokens } from "@/lib/models/assert_tokens.ts";
import { scoreRow } from "@/lib/models/score_tokens.ts";

const row = fc.array(fc.float({ min: -30, max: 30, noNaN: true }), { minLength: 1, maxLength: 40 });

Deno.test("scoreRow() gives what softmax, rank and entropy of the whole row are", () => {
  fc.assert(fc.property(row, fc.nat(), fc.nat(5), (values, pick, top) => {
    const logits = Float32Array.from(values);
    const id = pick % logits.length;
    const scored = scoreRow(logits, id, top);
    const logProbabilities = logSoftmax(logits);
    assertAlmostEquals(scored.logProbability, logProbabilities[id]!, 1e-9);
    assertEquals(scored.rank, topTokens(logits, logits.length).indexOf(id) + 1);
    assertAlmostEquals(scored.entropy, entropy(softmax(logits)), 1e-9);
    assertEquals(scored.top.map((each) => each.id), topTokens(logits, top));
    scored.top.forEach((each) => assertAlmostEquals(each.logProbability, logProbabilities[each.id]!, 1e-9));
  }));
});

Deno.test("assertTokens() lets through what a model can run, and nothing else", () => {
  const vocabulary = { size: 8, bytes: () => new Uint8Array(), isSpecial: () => false };
  const check = (tokens: number[]) => {
    try {
      assertTokens({ contextLength: 4, vocabulary }, tokens);
      return "runs";
    } catch (error) {
      return (error as Error).name;
    }
  };
  assertEquals(check([0, 7, 3, 1]), "runs");
  for (const tokens of [[], [0, 1, 2, 3, 4], [8], [-1], [1.5], [NaN], [Infinity]]) {
    assertEquals(check(tokens), "RangeError", JSON.stringify(tokens));
  }
});
