/** The kernel gives what plain TypeScript gives, in each build, on one thread and on several. */
import { assert, assertEquals, assertThrows } from "@std/assert";
import type { LoadedMatrix, Ops } from "@/lib/transformer/ops.ts";
import type { HalfMatrix } from "@/lib/transformer/half_matrix.ts";
import type { Matrix } from "@/lib/transformer/matrix.ts";
import { PLAIN_OPS } from "@/lib/transformer/plain_ops.ts";
import { BUILDS, kernelOps } from "@/tests/transformer/kernel_ops.ts";
import { blockMatrix, floats, randomNumbers } from "@/tests/transformer/random_matrices.ts";

/** Of the largest number there is. */
const TOLERANCE = 2e-6;

function denseMatrix(rows: number, columns: number, next: () => number): Matrix {
  return { rows, columns, data: floats(rows * columns, next) };
}

/** Numbers in 16 bits, some of them subnormal, all of them exact in float32. */
function halfMatrix(
  rows: number,
  columns: number,
  format: HalfMatrix["format"],
  next: () => number,
): HalfMatrix {
  const patterns = Uint16Array.from({ length: rows * columns }, () => 65_536 * next());
  // An exponent of a number between 2^-15 (subnormal in IEEE) and 2; in bfloat16 between 2^-16 and 2.
  const halves = format === "float16"
    ? patterns.map((bits) => bits & 0x83ff | (bits >> 4) % 16 << 10)
    : patterns.map((bits) => bits & 0x807f | (112 + (bits >> 4) % 16) << 7);
  return { rows, columns, format, halves };
}

function inOps<M extends LoadedMatrix>(ops: Ops<M>, values: Float32Array): Float32Array {
  const room = ops.floats(values.length);
  room.set(values);
  return room;
}

function product<M extends LoadedMatrix>(
  ops: Ops<M>,
  matrices: readonly Matrix[],
  x: Float32Array,
  tokens: number,
): Float32Array[] {
  const products = matrices.map((matrix) => ({
    matrix: ops.load(matrix),
    out: ops.floats(tokens * matrix.rows),
  }));
  ops.multiply(inOps(ops, x), tokens, products);
  return products.map(({ out }) => out.slice());
}

function assertClose(actual: Float32Array, expected: Float32Array, what: string): void {
  assertEquals(actual.length, expected.length);
  const largest = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const worst = actual.reduce((most, value, i) => Math.max(most, Math.abs(value - expected[i]!)), 0);
  assert(worst <= TOLERANCE * largest, `${what}: differs by ${worst} of ${largest}`);
}

const SHAPES = [[1, 32], [4, 64], [7, 33], [65, 80], [130, 576], [33, 200]] as const;

for (const build of BUILDS) {
  for (const threads of [1, 3]) {
    const name = `${build} SIMD, ${threads} ${threads === 1 ? "thread" : "threads"}`;

    Deno.test(`${name}: products of every block size, both bit widths and odd shapes`, async () => {
      const ops = await kernelOps(build, threads);
      const next = randomNumbers(7);
      for (const [rows, columns] of SHAPES) {
        for (const bits of [4, 8] as const) {
          for (const block of [16, 32, 64, 128]) {
            const matrix = blockMatrix({ rows, columns, bits, block }, next);
            for (const tokens of [1, 2, 3, 5]) {
              const x = floats(tokens * columns, next);
              const [expected] = product(PLAIN_OPS, [matrix], x, tokens);
              const [actual] = product(ops, [matrix], x, tokens);
              const what = `${rows} x ${columns}, ${bits} bits, blocks of ${block}, ${tokens} tokens`;
              assertClose(actual!, expected!, what);
            }
          }
        }
      }
      ops.dispose();
    });

    Deno.test(`${name}: products of 16-bit floats in odd shapes`, async () => {
      const ops = await kernelOps(build, threads);
      const next = randomNumbers(10);
      for (const [rows, columns] of SHAPES) {
        for (const format of ["float16", "bfloat16"] as const) {
          const matrix = halfMatrix(rows, columns, format, next);
          for (const tokens of [1, 3, 5]) {
            const x = floats(tokens * columns, next);
            const [expected] = product(PLAIN_OPS, [matrix], x, tokens);
            const [actual] = product(ops, [matrix], x, tokens);
            assertClose(actual!, expected!, `${rows} x ${columns}, ${format}, ${tokens} tokens`);
          }
        }
      }
      ops.dispose();
    });

    Deno.test(`${name}: matrices of different kinds in one call`, async () => {
      const ops = await kernelOps(build, threads);
      const next = randomNumbers(8);
      const matrices = [
        denseMatrix(50, 70, next),
        blockMatrix({ rows: 31, columns: 70, bits: 4, block: 32 }, next),
        blockMatrix({ rows: 96, columns: 70, bits: 8, block: 16 }, next),
        blockMatrix({ rows: 96, columns: 70, bits: 4, block: 128 }, next),
        halfMatrix(40, 70, "bfloat16", next),
        halfMatrix(9, 70, "float16", next),
        denseMatrix(3, 70, next),
      ];
      for (const tokens of [1, 7]) {
        const x = floats(tokens * 70, next);
        const expected = product(PLAIN_OPS, matrices, x, tokens);
        product(ops, matrices, x, tokens).forEach((out, i) => assertClose(out, expected[i]!, `matrix ${i}`));
      }
      ops.dispose();
    });

    Deno.test(`${name}: attention with shared heads, causal and not`, async () => {
      const ops = await kernelOps(build, threads);
      const next = randomNumbers(9);
      for (const [heads, keyHeads, headWidth] of [[9, 3, 64], [4, 4, 32], [2, 1, 6], [4, 2, 44]] as const) {
        for (const causal of [true, false]) {
          for (const [start, tokens] of [[0, 1], [37, 1], [5, 11], [300, 3]] as const) {
            const shape = { heads, keyHeads, headWidth, causal };
            const queries = floats(tokens * heads * headWidth, next);
            const keys = floats((start + tokens) * keyHeads * headWidth, next);
            const values = floats(keys.length, next);
            const run = <M extends LoadedMatrix>(by: Ops<M>) => {
              const out = by.floats(queries.length);
              const arrays = [queries, keys, values].map((each) => inOps(by, each));
              by.attend(shape, arrays[0]!, arrays[1]!, arrays[2]!, start, tokens, out);
              return out.slice();
            };
            assertClose(run(ops), run(PLAIN_OPS), JSON.stringify({ ...shape, start, tokens }));
          }
        }
      }
      ops.dispose();
    });
  }

  Deno.test(`${build} SIMD: norm, gate and rows`, async () => {
    const ops = await kernelOps(build);
    const next = randomNumbers(10);
    const run = <M extends LoadedMatrix>(by: Ops<M>, x: Float32Array, other: Float32Array) => {
      const out = by.floats(x.length);
      by.rmsNorm(inOps(by, x), inOps(by, other.subarray(0, 37)), 1e-5, 3, out);
      const gates = inOps(by, x);
      by.gate(gates, inOps(by, other), x.length);
      return [out.slice(), gates.slice()];
    };
    const x = floats(3 * 37, next).map((value) => 10 * value), other = floats(3 * 37, next);
    const expected = run(PLAIN_OPS, x, other);
    run(ops, x, other).forEach((actual, i) => assertClose(actual, expected[i]!, i === 0 ? "norm" : "gate"));
    for (const bits of [4, 8] as const) {
      const matrix = blockMatrix({ rows: 5, columns: 50, bits, block: 16 }, next);
      const [row, plain] = [ops.floats(60), new Float32Array(60)];
      ops.row(ops.load(matrix), 3, row, 10);
      PLAIN_OPS.row(matrix, 3, plain, 10);
      assertClose(row.slice(), plain, `row of ${bits} bits`);
    }
    for (const format of ["float16", "bfloat16"] as const) {
      const matrix = halfMatrix(5, 50, format, next);
      const [row, plain] = [ops.floats(60), new Float32Array(60)];
      ops.row(ops.load(matrix), 3, row, 10);
      PLAIN_OPS.row(matrix, 3, plain, 10);
      assertEquals(row.slice(), plain, format);
    }
    ops.dispose();
  });

  Deno.test(`${build} SIMD: not a number stays not a number`, async () => {
    const ops = await kernelOps(build);
    const matrix = blockMatrix({ rows: 2, columns: 64, bits: 4, block: 32 }, randomNumbers(11));
    matrix.scales[1] = NaN;
    for (const tokens of [1, 3]) {
      const [out] = product(ops, [matrix], new Float32Array(64 * tokens).fill(1), tokens);
      assertEquals([...out!].map(Number.isNaN), Array.from({ length: 2 * tokens }, (_, i) => i % 2 === 0));
    }
    const [gates, raised] = [inOps(ops, Float32Array.of(NaN, 1)), inOps(ops, Float32Array.of(1, 1))];
    ops.gate(gates, raised, 2);
    assert(Number.isNaN(gates[0]));
    const queries = inOps(ops, Float32Array.of(NaN, 1, 1, 1)), keys = inOps(ops, new Float32Array(8).fill(1));
    const out = ops.floats(4);
    ops.attend({ heads: 1, keyHeads: 1, headWidth: 4, causal: true }, queries, keys, keys, 1, 1, out);
    assert(out.every(Number.isNaN));
    ops.dispose();
  });
}

Deno.test("the kernel refuses a matrix that does not fit its weights, and an array from elsewhere", async () => {
  const ops = await kernelOps("plain");
  const matrix = blockMatrix({ rows: 4, columns: 64, bits: 4, block: 32 }, randomNumbers(12));
  assertThrows(() => ops.load({ ...matrix, rows: 5 }), RangeError, "does not fit");
  assertThrows(
    () => ops.load({ rows: 2, columns: 3, data: new Float32Array(5) }),
    RangeError,
    "does not fit",
  );
  const out = ops.floats(4);
  assertThrows(
    () => ops.multiply(new Float32Array(64), 1, [{ matrix: ops.load(matrix), out }]),
    TypeError,
    "not in the kernel's memory",
  );
  ops.dispose();
});

Deno.test("room that is released is used again, zeroed, and old views stay valid when the memory grows", async () => {
  const ops = await kernelOps("plain");
  const first = ops.floats(100).fill(1), kept = ops.floats(10).fill(3);
  ops.release(first);
  const second = ops.floats(100);
  assertEquals([second.byteOffset, Math.max(...second)], [first.byteOffset, 0]);
  const large = ops.floats(20_000_000);
  kept[0] = 5;
  ops.rmsNorm(kept, kept, 0, 1, large);
  assert(large[0]! > 0);
  ops.dispose();
});
