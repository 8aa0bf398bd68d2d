import { assertAlmostEquals, assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { distribution, rawDistribution } from "@/lib/lm/sampler/distribution.ts";
import { entropy } from "@/lib/lm/distribution/entropy.ts";
import { DEFAULT_SAMPLER } from "@/lib/lm/sampler/settings.ts";
import { logSumExp, softmax } from "@/lib/lm/distribution/softmax.ts";

const logits = fc.array(fc.double({ min: -1e4, max: 1e4, noNaN: true }), { minLength: 1, maxLength: 60 });

Deno.test("rawDistribution() is softmax with its normalizer and entropy", () => {
  fc.assert(fc.property(logits, (z) => {
    const raw = rawDistribution(z);
    assertEquals(raw.probabilities, softmax(z));
    assertAlmostEquals(raw.logNormalizer, logSumExp(z), 1e-9);
    assertAlmostEquals(raw.entropyNats, entropy(raw.probabilities), 1e-9);
  }));
});

Deno.test("rawDistribution() takes logits of -Infinity", () => {
  assertEquals(rawDistribution([0, -Infinity, 0]).entropyNats, Math.log(2));
});

Deno.test("distribution() ranks by raw logit and sums up the rest", () => {
  const { rows, other, entropyNats, effectiveChoices } = distribution([0, 2, 1, 2], { top: 2 });
  assertEquals(rows.map(({ id, rank, logit }) => [id, rank, logit]), [[1, 1, 2], [3, 2, 2]]);
  const p = softmax([0, 2, 1, 2]);
  assertAlmostEquals(Math.exp(rows[0]!.logProbability), p[1]!, 1e-15);
  assertEquals(other.count, 2);
  assertAlmostEquals(other.probability, p[0]! + p[2]!, 1e-15);
  assertAlmostEquals(effectiveChoices, Math.exp(entropyNats), 1e-15);
});

Deno.test("distribution() accounts for the whole vocabulary, before and after the sampler", () => {
  fc.assert(fc.property(logits, fc.nat(20), fc.integer({ min: 1, max: 8 }), (z, top, top_k) => {
    const { rows, other } = distribution(z, { top, sampler: { ...DEFAULT_SAMPLER, top_k } });
    const sum = (values: number[]) => values.reduce((a, b) => a + b, 0);
    assertEquals(rows.length + other.count, z.length);
    assertAlmostEquals(sum(rows.map((row) => Math.exp(row.logProbability))) + other.probability, 1, 1e-9);
    assertAlmostEquals(sum(rows.map((row) => row.shapedProbability)) + other.shapedProbability, 1, 1e-9);
  }));
});

Deno.test("distribution() of a raw part applies another sampler to the same answer", () => {
  const first = distribution([1, 2, 3]);
  const second = distribution(first.raw, { sampler: { ...DEFAULT_SAMPLER, temperature: 0 } });
  assertStrictEquals(second.raw, first.raw);
  assertEquals(second.rows.map((row) => row.shapedProbability), [1, 0, 0]);
  assertEquals(second.rows.map((row) => row.logProbability), first.rows.map((row) => row.logProbability));
});

Deno.test("distribution() penalizes the context's tokens", () => {
  const { rows } = distribution([2, 2], {
    sampler: { ...DEFAULT_SAMPLER, repetition_penalty: 2 },
    context: [0],
  });
  assertAlmostEquals(rows[0]!.shapedProbability, softmax([1, 2])[0]!, 1e-15);
  assertAlmostEquals(Math.exp(rows[0]!.logProbability), 0.5, 1e-15);
});

Deno.test("distribution().lookup() finds a token below the rows", () => {
  const { lookup, rows } = distribution([5, 4, 3, 2], { top: 1 });
  assertEquals(lookup(0), rows[0]);
  assertEquals([lookup(3).rank, lookup(3).logit], [4, 2]);
  assertThrows(() => lookup(4), RangeError, "outside the vocabulary");
});
