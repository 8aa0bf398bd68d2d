import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { effectiveChoices, entropy } from "@/lib/lm/distribution/entropy.ts";
import { klDivergence } from "@/lib/lm/distribution/kl_divergence.ts";
import { natsToBits } from "@/lib/lm/loss/nats_to_bits.ts";
import { softmax } from "@/lib/lm/distribution/softmax.ts";

const logits = fc.array(fc.double({ min: -30, max: 30, noNaN: true }), { minLength: 6, maxLength: 6 });

Deno.test("entropy() is 0 when certain and ln n for n equal choices", () => {
  assertEquals(entropy([0, 1, 0]), 0);
  assertAlmostEquals(entropy(new Float64Array(50_000).fill(1 / 50_000)), Math.log(50_000), 1e-9);
});

Deno.test("effectiveChoices() of n equal choices is n", () => {
  assertAlmostEquals(effectiveChoices(entropy([0.25, 0.25, 0.25, 0.25])), 4, 1e-12);
});

Deno.test("natsToBits() of a fair coin's entropy is 1", () => {
  assertAlmostEquals(natsToBits(entropy([0.5, 0.5])), 1, 1e-15);
});

Deno.test("entropy() rejects what is no probability", () => {
  assertThrows(() => entropy([0.5, NaN]), RangeError, "probability 1 is NaN");
  assertThrows(() => entropy([-0.5, 1.5]), RangeError, "probability 0 is -0.5");
});

Deno.test("entropy() lies between 0 and ln n", () => {
  fc.assert(fc.property(logits, (z) => {
    const nats = entropy(softmax(z));
    assertEquals(nats >= 0 && nats <= Math.log(6) + 1e-12, true);
  }));
});

Deno.test("klDivergence() is 0 of a distribution to itself and never negative", () => {
  fc.assert(fc.property(logits, logits, (a, b) => {
    assertEquals(klDivergence(softmax(a), softmax(a)), 0);
    assertEquals(klDivergence(softmax(a), softmax(b)) >= 0, true);
  }));
});

Deno.test("klDivergence() by hand, and Infinity where q rules out what p allows", () => {
  assertAlmostEquals(
    klDivergence([0.5, 0.5], [0.25, 0.75]),
    0.5 * Math.log(2) + 0.5 * Math.log(2 / 3),
    1e-15,
  );
  assertEquals(klDivergence([0.5, 0.5], [1, 0]), Infinity);
  assertEquals(klDivergence([1, 0], [0.5, 0.5]), Math.log(2));
});

Deno.test("klDivergence() rejects distributions over different tokens", () => {
  assertThrows(() => klDivergence([1], [0.5, 0.5]), TypeError, "equal lengths");
});
