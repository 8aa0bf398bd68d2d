import { assert, assertEquals, assertThrows } from "@std/assert";
import { TorchGenerator } from "@/lib/training/network/torch_generator.ts";
import reference from "@/tests/reference/torch_training.json" with { type: "json" };
import worked from "@/tests/reference/torch_neural_ngram.json" with { type: "json" };

/** A few units in the last place: PyTorch's own builds differ by that much in logarithm and sine. */
const CLOSE = 4e-7;

function assertClose(actual: ArrayLike<number>, expected: readonly number[], where: string): void {
  assertEquals(actual.length, expected.length, where);
  expected.forEach((value, i) => {
    const difference = Math.abs(actual[i]! - value);
    assert(
      difference <= CLOSE * Math.max(1, Math.abs(value)),
      `${where}[${i}]: ${actual[i]}, PyTorch ${value}`,
    );
  });
}

Deno.test("TorchGenerator.normal() fills as torch.normal_() does, in blocks and one by one", () => {
  for (const { seed, fills } of reference.normal) {
    const generator = new TorchGenerator(seed);
    for (const { size, values } of fills) {
      assertClose(generator.normal(size), values, `seed ${seed}, size ${size}`);
    }
  }
  assertClose(new TorchGenerator(7).normal(8), worked.normal_seed7_8, "eight");
  assertClose(new TorchGenerator(7).normal(16), worked.normal_seed7_16, "sixteen");
});

Deno.test("TorchGenerator.uniform() equals torch.uniform_() to the bit", () => {
  for (const { seed, low, high, values } of reference.uniform) {
    assertEquals(Array.from(new TorchGenerator(seed).uniform(values.length, low, high)), values);
  }
  assertEquals(Array.from(new TorchGenerator(7).uniform(16, 0, 1)), worked.uniform_seed7);
});

Deno.test("TorchGenerator.permutation() equals torch.randperm()", () => {
  for (const { seed, permutations } of reference.permutations) {
    const generator = new TorchGenerator(seed);
    for (const order of permutations) assertEquals(Array.from(generator.permutation(order.length)), order);
  }
});

Deno.test("TorchGenerator.restore() draws the same numbers again", () => {
  const generator = new TorchGenerator(3);
  generator.normal(3);
  const state = generator.save();
  const first = [...generator.normal(5), ...generator.uniform(700, 0, 1)];
  generator.restore(state);
  assertEquals([...generator.normal(5), ...generator.uniform(700, 0, 1)], first);
});

Deno.test("TorchGenerator refuses seeds that are no whole number from 0 up", () => {
  for (const seed of [-1, 0.5, NaN, Infinity, 2 ** 53]) {
    assertThrows(() => new TorchGenerator(seed), RangeError, "whole number");
  }
});
