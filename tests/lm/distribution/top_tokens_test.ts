import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { rankOf } from "@/lib/lm/distribution/rank_of.ts";
import { topTokens } from "@/lib/lm/distribution/top_tokens.ts";

/** Few distinct values, so that many scores are equal. */
const scores = fc.array(fc.oneof(fc.integer({ min: -3, max: 3 }), fc.constant(-Infinity)), {
  minLength: 1,
  maxLength: 80,
});

function sorted(values: readonly number[]): number[] {
  return [...values.keys()].sort((a, b) =>
    values[b]! > values[a]! ? 1 : values[b]! < values[a]! ? -1 : a - b
  );
}

Deno.test("topTokens() is the head of the sorted ids, the lower id of equals first", () => {
  fc.assert(fc.property(scores, fc.nat(100), (values, k) => {
    assertEquals(topTokens(values, k), sorted(values).slice(0, k));
  }));
});

Deno.test("topTokens() of a vocabulary of 256,000 finds the highest scores", () => {
  const values = Float32Array.from({ length: 256_000 }, (_, id) => (id * 48_271) % 255_989);
  assertEquals(topTokens(values, 100), sorted([...values]).slice(0, 100));
});

Deno.test("topTokens() of nothing is nothing", () => {
  assertEquals(topTokens([], 5), []);
  assertEquals(topTokens([1, 2], 0), []);
  assertEquals(topTokens([1, 2], -1), []);
});

Deno.test("rankOf() is the place among the sorted ids, from 1", () => {
  fc.assert(fc.property(scores, (values) => {
    sorted(values).forEach((id, index) => assertEquals(rankOf(values, id), index + 1));
  }));
});

Deno.test("rankOf() rejects an id outside the vocabulary", () => {
  assertThrows(() => rankOf([1, 2], 2), RangeError, "from 0 to 1");
  assertThrows(() => rankOf([1, 2], -1), RangeError, "Token -1");
});
