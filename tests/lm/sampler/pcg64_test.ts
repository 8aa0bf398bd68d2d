import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { defaultRng, drawAt } from "@/lib/lm/sampler/pcg64.ts";
import large from "../../reference/numpy_default_rng_large.json" with { type: "json" };
import reference from "../../reference/numpy_default_rng.json" with { type: "json" };

const SEEDS = Object.entries({ ...reference.seeds, ...large.seeds });

Deno.test("defaultRng() starts where NumPy's default_rng starts", () => {
  for (const [seed, { initial_state, increment }] of SEEDS) {
    assertEquals(defaultRng(BigInt(seed)).state, { state: BigInt(initial_state), inc: BigInt(increment) });
  }
});

Deno.test("defaultRng().random() is NumPy's Generator.random(), bit for bit", () => {
  for (const [seed, { random }] of SEEDS) {
    const rng = defaultRng(BigInt(seed));
    assertEquals(random.map(() => rng.random()), random);
  }
});

Deno.test("drawAt() is the draw that a run arrives at", () => {
  for (const [seed, { random }] of SEEDS) {
    random.forEach((draw, index) => assertEquals(drawAt(BigInt(seed), index), draw));
  }
});

Deno.test("advance() skips as NumPy's PCG64.advance()", () => {
  for (const { seed, draws, random } of large.advance) assertEquals(drawAt(seed, draws), random);
});

Deno.test("advance() in two parts is advance() of their sum", () => {
  fc.assert(fc.property(fc.nat(), fc.nat(), fc.bigInt({ min: 0n, max: 1n << 100n }), (seed, a, b) => {
    const parts = defaultRng(seed).advance(a).advance(b).random();
    assertEquals(parts, defaultRng(seed).advance(BigInt(a) + b).random());
  }));
});

Deno.test("defaultRng() reads a number and the same bigint alike", () => {
  assertEquals(defaultRng(42).random(), defaultRng(42n).random());
});

Deno.test("defaultRng() rejects seeds that NumPy rejects, and doubles that are not exact", () => {
  for (const seed of [-1, 1.5, NaN, Infinity, 2 ** 53]) {
    assertThrows(() => defaultRng(seed), RangeError, `seed ${seed}`);
  }
  assertThrows(() => defaultRng(-1n), RangeError, "seed -1");
  assertThrows(() => drawAt(0, -1), RangeError, "draws -1");
});
