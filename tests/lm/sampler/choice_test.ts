import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { choice, drawCounts, drawMany } from "@/lib/lm/sampler/choice.ts";
import { pickToken } from "@/lib/lm/sampler/pick_token.ts";
import { drawAt } from "@/lib/lm/sampler/pcg64.ts";
import { DEFAULT_SAMPLER } from "@/lib/lm/sampler/settings.ts";
import { shapedProbabilities } from "@/lib/lm/sampler/shape.ts";
import large from "../../reference/numpy_default_rng_large.json" with { type: "json" };
import reference from "../../reference/numpy_default_rng.json" with { type: "json" };

const { logits, temperature, seed, tokens } = reference.choice;
const shaped = shapedProbabilities(logits, { ...DEFAULT_SAMPLER, temperature });

Deno.test("drawMany() draws warehouse, hub and carrier as NumPy does", () => {
  shaped.forEach((p, index) => assertAlmostEquals(p, reference.choice.probabilities[index]!, 1e-15));
  const drawn = drawMany(shaped, seed, reference.choice.samples.length);
  assertEquals(Array.from(drawn, (index) => tokens[index]), reference.choice.samples);
  assertEquals(
    Array.from(drawn.slice(0, 8), (index) => tokens[index]).join(" "),
    "carrier warehouse carrier warehouse hub warehouse hub warehouse",
  );
});

Deno.test("drawMany() never draws what has no probability", () => {
  const { probabilities, seed, samples } = large.choice;
  assertEquals([...drawMany(probabilities, seed, samples.length)], samples);
});

Deno.test("pickToken() picks greedily, or with the draw of its position", () => {
  assertEquals(pickToken(shaped, "greedy", seed, 3), 0);
  assertEquals(pickToken(Float64Array.of(0.2, 0.4, 0.4), "greedy", 0, 0), 1);
  const picked = reference.choice.samples.map((_, index) => tokens[pickToken(shaped, "sample", seed, index)]);
  assertEquals(picked, reference.choice.samples);
});

Deno.test("choice() is the first index whose cumulative probability is above u", () => {
  assertEquals([0, 0.25, 0.2499, 0.5, 0.99].map((u) => choice([0.25, 0, 0.25, 0.5], u)), [0, 2, 0, 3, 3]);
  assertEquals(choice([0, 0, 3], 0), 2);
});

Deno.test("choice() of u picks each index over an interval as long as its probability", () => {
  const weights = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(weights, fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (values, u) => {
      fc.pre(values.some((value) => value > 0));
      const index = choice(values, u);
      const total = values.reduce((a, b) => a + b);
      const below = values.slice(0, index).reduce((a, b) => a + b, 0) / total;
      assertEquals(values[index]! > 0, true);
      assertEquals(below <= u + 1e-12 && u < below + values[index]! / total + 1e-12, true);
    }),
  );
});

Deno.test("choice() rejects what cannot be drawn from", () => {
  assertThrows(() => choice([1], 1), RangeError, "not including, 1");
  assertThrows(() => choice([1], NaN), RangeError, "Cannot draw with NaN");
  assertThrows(() => choice([0, 0], 0.5), RangeError, "sum to 0");
  assertThrows(() => choice([0.5, -0.5], 0.5), RangeError, "probability 1 is -0.5");
  assertThrows(() => choice([NaN], 0.5), RangeError, "probability 0 is NaN");
  assertThrows(() => drawMany([1], 0, -1), RangeError, "-1 times");
  assertThrows(() => drawMany([1], -1, 1), RangeError, "seed -1");
});

Deno.test("drawCounts() counts the draws of drawMany()", () => {
  const counts = drawCounts(shaped, 7, 1000);
  assertEquals(counts.reduce((a, b) => a + b), 1000);
  assertEquals(counts[0], drawMany(shaped, 7, 1000).filter((index) => index === 0).length);
  assertEquals(counts[choice(shaped, drawAt(7, 0))]! > 0, true);
});
