import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { logSoftmax, logSumExp, softmax } from "@/lib/lm/distribution/softmax.ts";

const logits = fc.array(fc.double({ min: -1e4, max: 1e4, noNaN: true }), { minLength: 1, maxLength: 50 });

function rounded(values: Float64Array): number[] {
  return Array.from(values, (value) => Math.round(value * 1000) / 1000);
}

Deno.test("softmax() of the support bot's five logits", () => {
  const probabilities = softmax([3, 1.5, -1, -2, -3]);
  assertEquals(rounded(probabilities), [0.8, 0.178, 0.015, 0.005, 0.002]);
});

Deno.test("softmax() sums to 1 and keeps the order of the logits", () => {
  fc.assert(fc.property(logits, (z) => {
    const p = softmax(z);
    assertAlmostEquals(p.reduce((a, b) => a + b), 1, 1e-12);
    for (let i = 1; i < z.length; i++) if (z[i]! > z[i - 1]!) assertEquals(p[i]! >= p[i - 1]!, true);
  }));
});

Deno.test("softmax() does not change when a constant is added to every logit", () => {
  fc.assert(fc.property(logits, fc.integer({ min: -1000, max: 1000 }), (z, constant) => {
    const shifted = softmax(z.map((logit) => logit + constant));
    softmax(z).forEach((p, i) => assertAlmostEquals(shifted[i]!, p, 1e-9));
  }));
});

Deno.test("softmax() changes when logits are divided", () => {
  const [first] = softmax([3 / 2, 1.5 / 2, -1 / 2, -2 / 2, -3 / 2]);
  assertEquals(first! < 0.6, true);
});

Deno.test("softmax() takes logits of ±1e4 and -Infinity", () => {
  assertEquals([...softmax([1e4, -1e4])], [1, 0]);
  assertEquals([...softmax(Float32Array.of(-Infinity, 2, 2))], [0, 0.5, 0.5]);
});

Deno.test("logSoftmax() keeps what underflows in softmax()", () => {
  assertEquals([...logSoftmax([0, -1e4])], [0, -1e4]);
  assertEquals(logSoftmax([0, -Infinity])[1], -Infinity);
});

Deno.test("logSoftmax() is the logarithm of softmax()", () => {
  fc.assert(fc.property(fc.array(fc.double({ min: -20, max: 20, noNaN: true }), { minLength: 1 }), (z) => {
    const p = softmax(z);
    logSoftmax(z).forEach((log, i) => assertAlmostEquals(Math.exp(log), p[i]!, 1e-12));
  }));
});

Deno.test("logSumExp() of equal logits is the logit plus the logarithm of their number", () => {
  assertAlmostEquals(logSumExp([1e4, 1e4, 1e4]), 1e4 + Math.log(3), 1e-9);
});

for (const compute of [softmax, logSoftmax, logSumExp]) {
  Deno.test(`${compute.name}() rejects what has no softmax`, () => {
    assertThrows(() => compute([]), RangeError, "at least one");
    assertThrows(() => compute([0, NaN]), RangeError, "logit 1 is not a number");
    assertThrows(() => compute([0, Infinity]), RangeError, "Infinity");
    assertThrows(() => compute([-Infinity, -Infinity]), RangeError, "finite");
  });
}
