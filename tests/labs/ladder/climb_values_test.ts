/** A rung's figures by hand: bits, next words, how far a changed word moves it, and eight tokens of context. */
import { assertAlmostEquals, assertEquals } from "@std/assert";
import { climb, countedRung, networkRung, probe, STEPS } from "@/lib/labs/ladder/climb.ts";
import { countRungs } from "@/lib/labs/ladder/token_ngrams.ts";
import type { Rung } from "@/lib/labs/ladder/rung.ts";
import type { CountRung } from "@/lib/labs/ladder/token_ngrams.ts";
import { fakeModel } from "@/tests/lm/fake_model.ts";

const LETTERS = fakeModel({ tokens: ["a", "b", "c", "d"] });

/** A rung that tells which texts it was asked for, and answers by a text's length. */
function asked() {
  const texts: string[] = [];
  const rung: Rung = {
    name: "r",
    source: "r@1 q4 cpu",
    looksBack: 2,
    vocabulary: LETTERS.vocabulary,
    encode: () => Promise.resolve([2]),
    next: (text) => (texts.push(text), Promise.resolve(Float64Array.of(0.1, 0.4, 0.2, 0.3))),
    bitsPerByte: () => Promise.resolve(1.5),
  };
  return { rung, texts };
}

Deno.test("one word of a text becomes another at each of seven distances that the text is long enough for", async () => {
  const changed = async (text: string) => {
    const { rung, texts } = asked();
    const { steps } = await climb(rung, text, { moves: [], policy: [0, 0] });
    assertEquals(steps.length, texts.length - 1);
    return texts.slice(1);
  };
  assertEquals(STEPS, [1, 2, 3, 4, 5, 6, 8]);
  assertEquals(await changed("x  yy z"), ["x  yy something", "x  something z", "something  yy z"]);
  assertEquals((await changed("1 2 3 4 5 6 7")).length, 6);
  assertEquals((await changed("1 2 3 4 5 6 7 8")).at(-1), "something 2 3 4 5 6 7 8");
  assertEquals(await changed(""), []);
});

Deno.test("the three likeliest next words are kept, and what is known of the probes", async () => {
  const { rung } = asked();
  const { source, next, bitsPerByte, looksBack, moves } = await climb(rung, "a", {
    moves: [7],
    policy: [1, 2],
  });
  assertEquals(next.map(({ id, probability }) => [id, probability]), [[1, 0.4], [3, 0.3], [2, 0.2]]);
  assertEquals([source, bitsPerByte, looksBack, moves], ["r@1 q4 cpu", 1.5, 2, [7]]);
});

Deno.test("a probe's distance is in bits: two certain and different answers are one bit apart; the last one's answer is kept", async () => {
  const { rung } = asked();
  const next = (text: string) =>
    Promise.resolve(
      Float64Array.of(...(/^The (package left the|refund)/.test(text) ? [1, 0, 0, 0] : [0, 0.25, 0.75, 0])),
    );
  const { moves, policy } = await probe({ ...rung, next });
  moves.forEach((bits) => assertAlmostEquals(bits, 1, 1e-12));
  assertEquals([moves.length, policy], [3, [0, 0.75]]);
});

Deno.test("a rung of counts is asked with eight tokens at most, and its bits are spread over the text's bytes", async () => {
  const contexts: number[] = [];
  const counted = {
    name: "bigram",
    order: 2,
    next: () => Float64Array.of(1, 0, 0, 0),
    probability: (context: readonly number[]) => (contexts.push(context.length), 0.25),
    counts: () => new Map(),
  } as unknown as CountRung;
  const rung = countedRung(LETTERS, counted);
  assertEquals([await rung.bitsPerByte("abcdabcdab"), rung.looksBack], [2, 1]);
  assertEquals(contexts, [0, 1, 2, 3, 4, 5, 6, 7, 8, 8]);
  assertEquals([await rung.bitsPerByte(""), countedRung(LETTERS, null).looksBack], [null, 0]);
});

Deno.test("a network reads its begin token before a text, and its end token before nothing where it has no other", async () => {
  const begins = fakeModel({ tokens: ["<s>", "a"], beginToken: 0 });
  await networkRung("n", begins).next("a");
  assertEquals(begins.calls[0]!.tokens, [0, 1]);
  const ends = fakeModel({ tokens: ["a", "</s>"], endTokens: [1] });
  await networkRung("n", ends).next("");
  assertEquals([ends.calls[0]!.tokens, networkRung("n", ends).looksBack], [[1], null]);
});

Deno.test("counts after a context are those of its last tokens, in texts that begin with it where it is short", async () => {
  const rungs = await countRungs(LETTERS, "abcabd\n<|endoftext|>\nbcab");
  const after = (
    name: string,
    context: number[],
  ) => [...rungs.find((rung) => rung.name === name)!.counts(context)];
  assertEquals(after("unigram", []), [[0, 3], [1, 4], [2, 2], [3, 1]]);
  assertEquals(after("bigram", [3, 1]), [[2, 2], [3, 1]]);
  assertEquals([after("trigram", [0, 1]), after("trigram", [2, 2])], [[[2, 1], [3, 1]], []]);
  // A context shorter than a 5-gram's stands at the beginning of a text.
  assertEquals([after("kneser_ney_5", [1]), after("kneser_ney_5", [0, 1, 2])], [[[2, 1]], [[0, 1]]]);
});
