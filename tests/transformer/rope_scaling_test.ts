/** Stretched rotations, number by number after the formulas of their papers. */
import { assertAlmostEquals, assertEquals } from "@std/assert";
import type { RopeScaling } from "@/lib/transformer/config.ts";
import { scaleFrequencies } from "@/lib/transformer/rope_scaling.ts";

const BASE = 10_000;
const HALF = 16;
const FREQUENCIES = Float64Array.from({ length: HALF }, (_, i) => BASE ** (-i / HALF));

/** By how much each frequency is divided. */
function divisors(scaling: RopeScaling | undefined): number[] {
  return Array.from(scaleFrequencies(FREQUENCIES, BASE, scaling), (scaled, i) => FREQUENCIES[i]! / scaled);
}

function assertClose(actual: readonly number[], expected: readonly number[]): void {
  assertEquals(actual.length, expected.length);
  actual.forEach((value, i) => assertAlmostEquals(value, expected[i]!, 1e-9, `channel pair ${i}`));
}

Deno.test("a rotation that is not stretched stays, a linear one is divided as a whole", () => {
  assertEquals(scaleFrequencies(FREQUENCIES, BASE, undefined), FREQUENCIES);
  assertClose(divisors({ type: "linear", factor: 4 }), Array(HALF).fill(4));
});

Deno.test("llama3 keeps what turns often, divides what turns seldom, and goes from one to the other in between", () => {
  const [factor, low, high, context] = [8, 1, 4, 2048];
  const scaling: RopeScaling = {
    type: "llama3",
    factor,
    originalContext: context,
    lowFrequencyFactor: low,
    highFrequencyFactor: high,
  };
  const expected = Array.from(FREQUENCIES, (frequency) => {
    const wavelength = 2 * Math.PI / frequency;
    if (wavelength < context / high) return 1;
    if (wavelength > context / low) return factor;
    const smooth = (context / wavelength - low) / (high - low);
    return 1 / ((1 - smooth) / factor + smooth);
  });
  assertClose(divisors(scaling), expected);
  const between = expected.filter((divisor) => divisor > 1 && divisor < factor).length;
  assertEquals([expected[0], expected.at(-1), between > 0], [1, factor, true]);
});

/** The ramp as transformers has it: `find_correction_range` and `linear_ramp_factor`. */
function ramp(context: number, fast: number, slow: number, truncate: boolean): number[] {
  const channel = (turns: number) =>
    2 * HALF * Math.log(context / (turns * 2 * Math.PI)) / (2 * Math.log(BASE));
  let [low, high] = [channel(fast), channel(slow)];
  if (truncate) [low, high] = [Math.floor(low), Math.ceil(high)];
  [low, high] = [Math.max(low, 0), Math.min(high, 2 * HALF - 1)];
  if (low === high) high += 0.001;
  return Array.from(FREQUENCIES, (_, i) => Math.min(1, Math.max(0, (i - low) / (high - low))));
}

Deno.test("yarn divides along its ramp, whose ends are whole channels unless it says otherwise", () => {
  for (
    const [context, fast, slow, truncate] of [
      [4096, 32, 1, true],
      [4096, 32, 1, false],
      [64, 32, 1, true],
      [1e9, 32, 1, true],
      [4096, 8, 8, false],
      [4096, 4, 2, true],
    ] as const
  ) {
    const scaling: RopeScaling = {
      type: "yarn",
      factor: 4,
      originalContext: context,
      truncate,
      attentionFactor: 1,
      betaFast: fast,
      betaSlow: slow,
    };
    const expected = ramp(context, fast, slow, truncate).map((share) => 1 / (share / 4 + 1 - share));
    assertClose(divisors(scaling), expected);
  }
  const [first, last] = [ramp(4096, 32, 1, true)[0], ramp(4096, 32, 1, true).at(-1)];
  assertEquals([first, last], [0, 1], "both ends are in sight");
});
