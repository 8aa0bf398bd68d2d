/** Scales and ticks in figures. */
import { assertAlmostEquals, assertEquals } from "@std/assert";
import { linearTicks, logTicks, scaleOf, shareOf } from "@/lib/ui/plot/axis.ts";

Deno.test("linearTicks() steps by 1, 2 or 5 times a power of ten, seven ticks at most", () => {
  assertEquals(linearTicks(0, 10), [0, 2, 4, 6, 8, 10]);
  assertEquals(linearTicks(0, 6), [0, 1, 2, 3, 4, 5, 6], "exactly seven");
  assertEquals(linearTicks(0, 6.6), [0, 2, 4, 6], "one step more would be eight");
  assertEquals(linearTicks(3, 27), [5, 10, 15, 20, 25]);
  assertEquals(linearTicks(-0.3, 0.3), [-0.3, -0.2, -0.1, 0, 0.1, 0.2, 0.3]);
  assertEquals(linearTicks(2300, 9100), [4000, 6000, 8000]);
  assertEquals(linearTicks(0, 10, 3), [0, 5, 10], "as few as are asked for");
  assertEquals(linearTicks(1, 4, 7, 2), [2, 4], "so far apart at least");
});

Deno.test("linearTicks() of no length is the one value", () => {
  assertEquals([linearTicks(5, 5), linearTicks(6, 5), linearTicks(NaN, 5)], [[5], [6], [NaN]]);
});

Deno.test("logTicks() stand at powers of ten, every second one where eight would stand", () => {
  assertEquals(logTicks(1, 1000), [1, 10, 100, 1000]);
  assertEquals(logTicks(3, 2000), [10, 100, 1000]);
  assertEquals(logTicks(10, 100), [10, 100]);
  assertEquals(logTicks(1, 1e6), [1, 10, 100, 1000, 1e4, 1e5, 1e6], "exactly seven");
  assertEquals(logTicks(1, 1e7), [1, 100, 1e4, 1e6]);
  assertEquals(logTicks(10, 1e5, 3), [10, 1000, 1e5]);
});

Deno.test("logTicks() between two powers, or around one, are round values", () => {
  assertEquals(logTicks(2, 8), [2, 3, 4, 5, 6, 7, 8]);
  assertEquals(logTicks(5, 50), [10, 20, 30, 40, 50]);
});

Deno.test("scaleOf() goes from the least to the greatest value that is finite, as far as the axis fixes no end", () => {
  const endsOf = (axis: Omit<Parameters<typeof scaleOf>[0], "label">, values: readonly number[]) => {
    const { min, max } = scaleOf({ label: "x", ...axis }, values);
    return [min, max];
  };
  assertEquals(endsOf({}, [8, NaN, 2, Infinity, -Infinity]), [2, 8]);
  assertEquals(endsOf({}, [-3, 0]), [-3, 0]);
  assertEquals(endsOf({ min: 0 }, [2, 8]), [0, 8]);
  assertEquals(endsOf({ max: 9 }, [2, 8]), [2, 9]);
  assertEquals(endsOf({ log: true }, [1000, 0, -3, 0.5]), [0.5, 1000], "what has no logarithm is not there");
});

Deno.test("scaleOf() has a length where all values are one, or none is there", () => {
  const endsOf = (log: boolean, values: readonly number[], min?: number) => {
    const scale = scaleOf({ label: "x", log, ...(min === undefined ? {} : { min }) }, values);
    return [scale.min, scale.max];
  };
  assertEquals([endsOf(false, []), endsOf(true, [])], [[0, 1], [1, 2]]);
  assertEquals([endsOf(false, [3]), endsOf(true, [20])], [[2.5, 3.5], [2, 200]]);
  assertEquals(endsOf(false, [3], 5), [4.5, 5.5], "a least value above all that were measured");
});

Deno.test("scaleOf() writes ticks with as few decimals as tell them apart", () => {
  const written = (values: readonly number[], rest = {}) => {
    const { ticks, format } = scaleOf({ label: "x", ...rest }, values);
    return ticks.map(format);
  };
  assertEquals(written([0, 12]), ["0", "2", "4", "6", "8", "10", "12"]);
  assertEquals(written([0, 3]), ["0.0", "0.5", "1.0", "1.5", "2.0", "2.5", "3.0"]);
  assertEquals(written([0, 0.6]), ["0.0", "0.1", "0.2", "0.3", "0.4", "0.5", "0.6"]);
  assertEquals(written([0.1, 0.2]), ["0.10", "0.12", "0.14", "0.16", "0.18", "0.20"]);
  assertEquals(written([0.01, 200], { log: true }), ["0.01", "0.1", "1", "10", "100"]);
  assertEquals(written([0, 4], { format: (value: number) => `<${value}>`, whole: true })[1], "<1>");
});

Deno.test("scaleOf() writes no more than eight decimals, and a single tick like its own size", () => {
  assertEquals(scaleOf({ label: "x" }, [0, 6e-12]).format(1e-7), "0.00000010");
  const one = scaleOf({ label: "x", whole: true }, [-0.5, 0.5]);
  assertEquals([one.ticks, one.format(3.7)], [[0], "4"]);
});

Deno.test("shareOf() is where a value lies between the ends, by distance or by ratio", () => {
  const linear = scaleOf({ label: "x" }, [2, 10]);
  assertEquals([2, 4, 10, 12].map((value) => shareOf(linear, value)), [0, 0.25, 1, 1.25]);
  const log = scaleOf({ label: "x", log: true }, [10, 100_000]);
  [[10, 0], [100, 0.25], [100_000, 1]].forEach(([value, share]) =>
    assertAlmostEquals(shareOf(log, value!), share!, 1e-12)
  );
});
