/** A network beside counts on a text of a few words, in figures that a hand can check. */
import { assertAlmostEquals, assertEquals } from "@std/assert";
import { prepareData } from "@/lib/training/data/training_data.ts";
import { type NetworkShape, type NetworkWeights, parameterShapes } from "@/lib/training/network/network.ts";
import { compareWithCounts } from "@/lib/training/run/count_comparison.ts";
import { mostFrequent, samplesOf } from "@/lib/training/run/run_samples.ts";
import type { PreparedRun } from "@/lib/training/run/start_run.ts";
import { spread } from "@/lib/training/run/training_run.ts";

/** Texts of words, half of them held out where asked. */
function dataOf(texts: readonly string[], context: number, held_out = 0) {
  return prepareData(texts, { tokens: "words", vocabulary: 100, context, held_out });
}

/** Compares with a network that gives each token the same share after any context. */
function compared(texts: readonly string[], context: number, shares: readonly number[], held_out = 0) {
  const data = dataOf(texts, context, held_out);
  const shape: NetworkShape = {
    vocabulary: data.tokenizer.tokens.length,
    context,
    embedding: 1,
    hidden: 1,
    activation: "tanh",
    tied: false,
  };
  const sizes = Object.entries(parameterShapes(shape));
  const zeros = sizes.map(([name, sides]) => [name, new Float32Array(sides.reduce((a, b) => a * b))]);
  const weights = Object.fromEntries(zeros) as NetworkWeights;
  weights.outputBias.set(shares.map(Math.log));
  return compareWithCounts(data, shape, weights);
}

Deno.test("counts, the network and guessing have their mean loss, perplexity and bits a byte", () => {
  // Held out are the second and the fourth; a → bb twice, bb → a, a → a are learned from.
  const texts = ["a bb a bb", "bb bb", "a a", "a bb"];
  const { rows, order, trainExamples, heldOutExamples, unseen } = compared(texts, 1, [0.25, 0.75], 50);
  assertEquals([order, trainExamples, heldOutExamples, unseen], [2, 4, 2, []]);
  const row = (name: string) => rows.find((each) => each.name === name)!;
  const counts = row("2-gram counts, no smoothing");
  assertAlmostEquals(counts.train.nats, -(2 * Math.log(2 / 3) + Math.log(1 / 3)) / 4, 1e-9);
  assertEquals([counts.train.impossible, counts.heldOut!.impossible], [0, 1]);
  assertEquals([counts.heldOut!.nats, counts.heldOut!.perplexity], [Infinity, Infinity]);
  const network = row("this network");
  assertAlmostEquals(network.train.nats, -(2 * Math.log(0.75) + 2 * Math.log(0.25)) / 4, 1e-6);
  assertAlmostEquals(network.heldOut!.nats, -Math.log(0.75), 1e-6);
  // A word and the space before it: twice " a" and twice " bb" are ten bytes.
  assertAlmostEquals(network.train.bitsPerByte, -2 * (Math.log2(0.75) + Math.log2(0.25)) / 10, 1e-6);
  assertAlmostEquals(row("every token alike").train.perplexity, 2, 1e-12);
  assertEquals(
    compared(texts.slice(0, 1), 1, [0.5, 0.5]).rows.map(({ heldOut }) => heldOut),
    Array(5).fill(null),
  );
});

Deno.test("counts of one, two and all tokens are compared, six at most", () => {
  const names = (context: number) =>
    compared(["a b c d e f g h a b"], context, Array(8).fill(1)).rows.map(({ name }) => name).slice(1, -1);
  assertEquals(names(1), [
    "1-gram counts, Kneser-Ney",
    "2-gram counts, Kneser-Ney",
    "2-gram counts, no smoothing",
  ]);
  assertEquals(names(3).slice(1), [
    "2-gram counts, Kneser-Ney",
    "4-gram counts, Kneser-Ney",
    "4-gram counts, no smoothing",
  ]);
  assertEquals([names(5).at(-1), names(6).at(-1)], [
    "6-gram counts, no smoothing",
    "6-gram counts, no smoothing",
  ]);
});

Deno.test("unseen contexts are held-out ones first, then training ones with another first token, six together", () => {
  const texts = ["e a b c d", "e d c b a d e a b"];
  const { unseen } = compared(texts, 2, [0.1, 0.2, 0.4, 0.2, 0.1], 50);
  const shown = unseen.map(({ context, target }) => [...context, target]);
  // Held out: ed→c, dc→b, cb→a, ba→d, ad→e, de→a; ea→b is seen.
  assertEquals(shown, [[4, 3, 2], [3, 2, 1], [2, 1, 0], [1, 0, 3], [0, 3, 4], [3, 4, 0]]);
  assertEquals(unseen.map(({ likeliest }) => likeliest), Array(6).fill(2));
  unseen.forEach(({ likeliestProbability, targetProbability }, i) => {
    assertAlmostEquals(likeliestProbability, 0.4, 1e-6);
    assertAlmostEquals(targetProbability!, [0.4, 0.2, 0.1, 0.2, 0.1, 0.1][i]!, 1e-6);
  });
  const few = compared(["e a b c d", "e a b", "a b"], 2, [1, 1, 1, 1, 1]).unseen;
  // ea, ab, bc: the first becomes the next token, the last becomes the first.
  assertEquals(few.map(({ context, target }) => [...context, target]), [[0, 0, null], [1, 1, null], [
    2,
    2,
    null,
  ]]);
  assertEquals(few.map(({ targetProbability }) => targetProbability), [null, null, null]);
});

Deno.test("up to sixty contexts of a run are offered, each once, with the first token that follows", () => {
  const samples = (texts: readonly string[], context = 1) =>
    samplesOf({ data: dataOf(texts, context), shape: { context } } as unknown as PreparedRun);
  assertEquals(samples(["a b a c", "b c"]), [{ context: [0], target: 1 }, { context: [1], target: 0 }]);
  const words = (
    count: number,
  ) => [Array.from({ length: count }, (_, i) => `w${String(i).padStart(3, "0")}`).join(" ")];
  assertEquals([samples(words(61)).length, samples(words(62)).length], [60, 60]);
  assertEquals(samples(words(60)).length, 59);
});

Deno.test("the most frequent tokens are found, the lower id of equals, and stand in the order of their ids", () => {
  const prepared = (texts: readonly string[]) => {
    const data = dataOf(texts, 1);
    return { data, shape: { vocabulary: data.tokenizer.tokens.length } } as unknown as PreparedRun;
  };
  assertEquals(mostFrequent(prepared(["d d c c c b a a"]), 2), [0, 2]);
  assertEquals(mostFrequent(prepared(["d c b a"]), 3), [0, 1, 2]);
});

Deno.test("spread() takes all of a few, and of many as many as may be, evenly", () => {
  assertEquals([[...spread(3, 5)], [...spread(5, 3)], [...spread(0, 3)]], [[0, 1, 2], [0, 1, 3], []]);
});
