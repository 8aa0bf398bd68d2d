/** A row of logits summed up by the kernel is what plain TypeScript makes of it, to the last digits of float64. */
import { assert, assertEquals, assertThrows } from "@std/assert";
import { summarizeRow } from "@/lib/lm/distribution/row_summary.ts";
import type { LoadedMatrix, Ops } from "@/lib/transformer/ops.ts";
import { BUILDS, kernelOps } from "@/tests/transformer/kernel_ops.ts";
import { randomNumbers } from "@/tests/transformer/random_matrices.ts";

/** Of 1 + the figure: what sums of 50,000 exponentials in another order differ by. */
const TOLERANCE = 1e-13;

const SIZES = [1, 2, 3, 4, 5, 7, 31, 100, 101, 4095, 4096, 4097, 8193, 49_152, 49_155];

function row<M extends LoadedMatrix>(ops: Ops<M>, values: ArrayLike<number>): Float32Array {
  const room = ops.floats(values.length);
  room.set(values);
  return room;
}

function assertAlike<M extends LoadedMatrix>(ops: Ops<M>, values: Float32Array, what: string): void {
  const logits = row(ops, values);
  for (const count of [0, 1, 40, 100, values.length + 1]) {
    const [actual, expected] = [ops.summarize(logits, count), summarizeRow(values, count)];
    assertEquals(actual.best, expected.best, `${what}: the ${count} likeliest`);
    for (const name of ["logNormalizer", "entropyNats"] as const) {
      const difference = Math.abs(actual[name] - expected[name]);
      const most = TOLERANCE * (1 + Math.abs(expected[name]));
      assert(difference <= most, `${what}: ${name} differs by ${difference}`);
    }
  }
  ops.release(logits);
}

for (const build of BUILDS) {
  for (const threads of [1, 3]) {
    Deno.test(`${build} SIMD, ${threads} threads: a row's softmax, entropy and likeliest tokens`, async () => {
      const ops = await kernelOps(build, threads);
      const next = randomNumbers(21);
      for (const size of SIZES) {
        const values = Float32Array.from({ length: size }, () => 30 * next() - 20);
        assertAlike(ops, values, `${size} logits`);
        assertAlike(ops, values.map((value) => value + 30_000), `${size} logits, far from 0`);
        assertAlike(ops, values.map((value) => -value * 1e4), `${size} logits, far from each other`);
        assertAlike(ops, values.map((value) => Math.round(value / 8)), `${size} logits, many of them equal`);
        assertAlike(ops, new Float32Array(size).fill(-3.5), `${size} equal logits`);
        assertAlike(ops, values.map((_, id) => id / 64), `${size} ascending logits`);
        assertAlike(
          ops,
          values.map((value, id) => id % 3 === 1 ? -Infinity : value),
          `${size}, some of them out`,
        );
      }
      ops.dispose();
    });
  }

  Deno.test(`${build} SIMD: pieces of a row that are all out, and one token that is certain`, async () => {
    const ops = await kernelOps(build);
    const out = new Float32Array(10_000).fill(-Infinity);
    for (const id of [0, 4096, 9999]) assertAlike(ops, out.with(id, 7) as Float32Array<ArrayBuffer>, `${id}`);
    assertAlike(ops, new Float32Array(10_000).fill(-1e30).with(5000, 3e38), "certain");
    ops.dispose();
  });

  Deno.test(`${build} SIMD: a row that has no softmax is refused with plain TypeScript's words`, async () => {
    const ops = await kernelOps(build);
    for (
      const [id, value, words] of [[4097, NaN, "logit 4097 is not a number"], [
        2,
        Infinity,
        "Infinity",
      ]] as const
    ) {
      const values = new Float32Array(5001);
      values[id] = value;
      const logits = row(ops, values);
      assertThrows(() => ops.summarize(logits, 5), RangeError, words);
      logits.fill(-Infinity);
      assertThrows(() => ops.summarize(logits, 5), RangeError, "-Infinity");
    }
    assertThrows(() => ops.summarize(ops.floats(0), 5), RangeError, "no logits");
    ops.dispose();
  });

  Deno.test(`${build} SIMD: a part of a row, and a row that is elsewhere`, async () => {
    const ops = await kernelOps(build);
    const next = randomNumbers(22);
    const values = Float32Array.from({ length: 200 }, () => 20 * next());
    const part = row(ops, values).subarray(3, 150);
    const expected = summarizeRow(values.slice(3, 150), 9);
    assertEquals(ops.summarize(part, 9).best, expected.best);
    assert(Math.abs(ops.summarize(part, 9).logNormalizer - expected.logNormalizer) < 1e-12);
    assertEquals(ops.summarize(values, 9), summarizeRow(values, 9));
    ops.dispose();
  });
}
