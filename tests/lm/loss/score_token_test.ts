import { assertAlmostEquals, assertEquals } from "@std/assert";
import fc from "fast-check";
import { entropy } from "@/lib/lm/distribution/entropy.ts";
import { logSoftmax, softmax } from "@/lib/lm/distribution/softmax.ts";
import { topTokens } from "@/lib/lm/distribution/top_tokens.ts";
import { scoreToken } from "@/lib/lm/loss/score_token.ts";

const row = fc.array(fc.float({ min: -30, max: 30, noNaN: true }), { minLength: 1, maxLength: 40 });

Deno.test("scoreToken() gives what softmax, rank and entropy of the whole row are", () => {
  fc.assert(fc.property(row, fc.nat(), fc.nat(5), (values, pick, top) => {
    const logits = Float32Array.from(values);
    const id = pick % logits.length;
    const scored = scoreToken(logits, id, top);
    const logProbabilities = logSoftmax(logits);
    assertAlmostEquals(scored.logProbability, logProbabilities[id]!, 1e-9);
    assertEquals(scored.rank, topTokens(logits, logits.length).indexOf(id) + 1);
    assertAlmostEquals(scored.entropy, entropy(softmax(logits)), 1e-9);
    assertEquals(scored.top.map((each) => each.id), topTokens(logits, top));
    scored.top.forEach((each) => assertAlmostEquals(each.logProbability, logProbabilities[each.id]!, 1e-9));
  }));
});
