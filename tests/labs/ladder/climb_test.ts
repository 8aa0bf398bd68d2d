import { assertAlmostEquals, assertEquals } from "@std/assert";
import { climb, countedRung, probe } from "@/lib/labs/ladder/climb.ts";
import { countRungs } from "@/lib/labs/ladder/token_ngrams.ts";
import { fakeModel } from "../../lm/fake_model.ts";

const tokenizer = fakeModel({ tokens: ["a", "b", "c"] });

Deno.test("rungs of counts are distributions, and a bigram sees one token only", async () => {
  const rungs = await countRungs(tokenizer, "abcabc\n<|endoftext|>\nabab");
  assertEquals(rungs.map(({ name }) => name), ["unigram", "bigram", "trigram", "kneser_ney_5"]);
  for (const rung of rungs) {
    const mass = rung.next([0, 1]).reduce((sum, p) => sum + p, 0);
    assertEquals(mass > 0.5 && mass <= 1 + 1e-9, true, `${rung.name} ${mass}`);
    assertAlmostEquals(rung.next([0, 1])[2]!, rung.probability([0, 1], 2), 1e-12);
  }
  const bigram = rungs[1]!;
  assertEquals(bigram.next([2, 0]), bigram.next([1, 0]));
});

Deno.test("the uniform rung is the logarithm of the vocabulary, and moves for nothing", async () => {
  const uniform = countedRung(tokenizer, null);
  const result = await climb(uniform, "abc", await probe(uniform));
  assertAlmostEquals(result.bitsPerByte!, Math.log2(3), 1e-12);
  assertEquals(result.moves, [0, 0, 0]);
});
