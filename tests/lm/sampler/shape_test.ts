import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import {
  DEFAULT_SAMPLER,
  type SamplerSettings,
  STAGE_NAMES,
  type StageName,
} from "@/lib/lm/sampler/settings.ts";
import { isNeutral, shape, shapedProbabilities } from "@/lib/lm/sampler/shape.ts";
import { perStage } from "@/lib/lm/sampler/stages.ts";
import { softmax } from "@/lib/lm/distribution/softmax.ts";

const SUPPORT_BOT = [3, 1.5, -1, -2, -3];
const FIVE_TO_ONE = [0.5, 0.3, 0.1, 0.06, 0.04].map(Math.log);

function sampler(settings: Partial<SamplerSettings>): SamplerSettings {
  return { ...DEFAULT_SAMPLER, ...settings };
}

function keptBy(logits: readonly number[], settings: Partial<SamplerSettings>): number[] {
  return [...shape(logits, sampler(settings)).stages.at(-1)!.kept];
}

function rounded(values: Float64Array): number[] {
  return Array.from(values, (value) => Math.round(value * 1000) / 1000);
}

const settings: fc.Arbitrary<SamplerSettings> = fc.record({
  ...perStage(({ min, max }) => fc.double({ min, max, noNaN: true })),
  temperature: fc.oneof(fc.constantFrom(0, 1), fc.double({ min: 0.05, max: 5, noNaN: true })),
  top_k: fc.nat(12),
  repetition_penalty: fc.oneof(fc.constant(1), fc.double({ min: 0.1, max: 3, noNaN: true })),
  stages: fc.shuffledSubarray([...STAGE_NAMES]),
});
const logits = fc.array(fc.double({ min: -20, max: 20, noNaN: true }), { minLength: 1, maxLength: 10 });

Deno.test("shape() at temperatures 0.5, 1 and 2", () => {
  const at = (temperature: number) => rounded(shapedProbabilities(SUPPORT_BOT, sampler({ temperature })));
  assertEquals(at(0.5), [0.952, 0.047, 0, 0, 0]);
  assertEquals(at(1), [0.8, 0.178, 0.015, 0.005, 0.002]);
  assertEquals(at(2), [0.575, 0.272, 0.078, 0.047, 0.029]);
});

Deno.test("shape() at temperature 0 puts all mass on the lowest id of the maximum", () => {
  assertEquals([...shapedProbabilities([1, 7, 7, 0], sampler({ temperature: 0 }))], [0, 1, 0, 0]);
  assertEquals(shape([1, 7, 7, 0], sampler({ temperature: 0 })).stages[1]!.keptCount, 1);
});

Deno.test("shape() survives the smallest and the largest temperature", () => {
  assertEquals([...shapedProbabilities([1, 3, 2], sampler({ temperature: 5e-324 }))], [0, 1, 0]);
  assertEquals([...shapedProbabilities([-1, -3, -2], sampler({ temperature: 5e-324 }))], [1, 0, 0]);
  shapedProbabilities([1, 3, 2], sampler({ temperature: 1e308 })).forEach((p) =>
    assertAlmostEquals(p, 1 / 3, 1e-12)
  );
});

Deno.test("shape() keeps the k likeliest, the lower id of equals", () => {
  assertEquals(keptBy([1, 2, 2, 2], { top_k: 2 }), [1, 2]);
  assertEquals(keptBy([1, 2], { top_k: 9 }), [0, 1]);
});

Deno.test("shape() keeps the token that crosses top_p", () => {
  assertEquals(keptBy(FIVE_TO_ONE, { top_p: 0.79 }), [0, 1]);
  assertEquals(keptBy(FIVE_TO_ONE, { top_p: 0.8 }), [0, 1]);
  assertEquals(keptBy(FIVE_TO_ONE, { top_p: 0.81 }), [0, 1, 2]);
  assertEquals(keptBy(FIVE_TO_ONE, { top_p: 0 }), [0]);
});

Deno.test("shape() breaks ties at the border of top_p by the lower id", () => {
  assertEquals(keptBy([0, 0, 0, 0], { top_p: 0.5 }), [0, 1]);
});

Deno.test("shape() finds a top_p of more tokens than it looks at first", () => {
  const flat = Array.from({ length: 1000 }, () => 0);
  assertEquals(shape(flat, sampler({ top_p: 0.7 })).stages[3]!.keptCount, 700);
  assertEquals(shape(flat, sampler({ top_p: 0.99 })).stages[3]!.keptCount, 990);
});

Deno.test("shape() keeps tokens at least min_p times as likely as the likeliest", () => {
  assertEquals(keptBy(FIVE_TO_ONE, { min_p: 0.2 }), [0, 1, 2]);
  assertEquals(keptBy(FIVE_TO_ONE, { min_p: 0.21 }), [0, 1]);
  assertEquals(keptBy([2, 5, 5], { min_p: 1 }), [1, 2]);
});

Deno.test("shape() divides positive and multiplies negative logits of tokens in the context, once each", () => {
  const { probabilities } = shape([4, -2, 1, 0], sampler({ repetition_penalty: 2 }), [0, 1, 1, 0, 3, 99]);
  softmax([2, -4, 1, 0]).forEach((p, id) => assertAlmostEquals(probabilities[id]!, p, 1e-15));
});

Deno.test("shape() runs stages in the order of the settings", () => {
  const order = (stages: StageName[]) => shape(FIVE_TO_ONE, sampler({ temperature: 3, top_p: 0.8, stages }));
  assertEquals(order(["top_p", "temperature"]).stages.map((stage) => stage.keptCount), [2, 2]);
  assertEquals(order(["temperature", "top_p"]).stages.map((stage) => stage.keptCount), [5, 4]);
});

Deno.test("shape() leaves out a stage that is not named", () => {
  assertEquals([...shapedProbabilities([0, 0], sampler({ temperature: 0, stages: ["top_k"] }))], [0.5, 0.5]);
});

Deno.test("shape() reports what each stage keeps of the distribution that enters it", () => {
  const { stages } = shape(
    FIVE_TO_ONE,
    sampler({ top_k: 3, min_p: 0.5, stages: ["top_k", "top_p", "min_p"] }),
  );
  assertEquals(stages.map((stage) => [stage.name, stage.active, stage.keptCount]), [
    ["top_k", true, 3],
    ["top_p", false, 3],
    ["min_p", true, 2],
  ]);
  assertAlmostEquals(stages[0]!.mass, 0.9, 1e-12);
  assertEquals(stages[1]!.mass, 1);
  assertAlmostEquals(stages[2]!.mass, 0.8 / 0.9, 1e-12);
  assertAlmostEquals(stages[2]!.probabilities[0]!, 0.625, 1e-12);
  assertAlmostEquals(stages[2]!.entropyNats, -(0.625 * Math.log(0.625) + 0.375 * Math.log(0.375)), 1e-12);
});

Deno.test("shape() of neutral settings is softmax, and keeps every token that can be drawn", () => {
  const { stages, probabilities } = shape([1, -Infinity, 2], DEFAULT_SAMPLER);
  assertEquals(probabilities, softmax([1, -Infinity, 2]));
  assertEquals(
    stages.map((stage) => [stage.active, stage.keptCount, stage.mass]),
    Array(STAGE_NAMES.length).fill([false, 2, 1]),
  );
  assertEquals(isNeutral(DEFAULT_SAMPLER), true);
  assertEquals(isNeutral(sampler({ top_k: 1 })), false);
});

Deno.test("shape() always leaves a distribution whose zeros are the dropped tokens", () => {
  fc.assert(fc.property(logits, settings, fc.array(fc.nat(9)), (z, s, context) => {
    const { stages, probabilities } = shape(z, s, context);
    assertAlmostEquals(probabilities.reduce((a, b) => a + b), 1, 1e-9);
    for (const stage of stages) {
      assertEquals(stage.kept.length, stage.keptCount);
      assertEquals(stage.keptCount >= 1 && stage.mass > 0 && stage.mass <= 1, true);
      stage.probabilities.forEach((p, id) => assertEquals(p === 0 || stage.kept.includes(id), true));
    }
  }));
});

Deno.test("shapedProbabilities() equals the last stage of shape()", () => {
  fc.assert(fc.property(logits, settings, fc.array(fc.nat(9)), (z, s, context) => {
    assertEquals(shapedProbabilities(z, s, context), shape(z, s, context).probabilities);
    const row = Float32Array.from(z);
    assertEquals(shapedProbabilities(row, s, context), shape(row, s, context).probabilities, "a model's row");
  }));
});

Deno.test("shape() rejects settings out of range and says what to do", () => {
  const wrong: [Partial<SamplerSettings>, string][] = [
    [{ temperature: -1 }, "temperature -1: use 0 for greedy"],
    [{ temperature: NaN }, "temperature NaN"],
    [{ temperature: Infinity }, "temperature Infinity"],
    [{ top_k: -1 }, "use 0 for off"],
    [{ top_k: 1.5 }, "top_k 1.5"],
    [{ top_p: 1.1 }, "from 0 to 1; 1 is off"],
    [{ top_p: NaN }, "top_p NaN"],
    [{ min_p: -0.1 }, "from 0 to 1; 0 is off"],
    [{ repetition_penalty: 0 }, "above 0; 1 is off"],
    [{ repetition_penalty: NaN }, "repetition_penalty NaN"],
    [{ stages: ["top_k", "top_k"] }, "at most once"],
    [{ stages: ["beam" as StageName] }, 'Unknown stage "beam"'],
  ];
  for (const [settings, message] of wrong) {
    assertThrows(() => shape([1, 2], sampler(settings)), RangeError, message);
    assertThrows(() => shapedProbabilities([1, 2], sampler(settings)), RangeError, message);
  }
});

Deno.test("shapedProbabilities() of float32 logits keeps every stage behind the top-k that it runs first", () => {
  const logits = Float32Array.from([2, 1.5, 1, 0.5, 0, -0.5, -1]);
  const cut = { temperature: 0.5, top_k: 5 };
  for (const behind of [{}, { top_p: 0.6 }, { min_p: 0.3 }, { typical_p: 0.5 }, { top_p: 0.9, min_p: 0.1 }]) {
    const settings = sampler({ ...cut, ...behind });
    const whole = shape(logits, settings).probabilities;
    shapedProbabilities(logits, settings).forEach((p, id) => assertAlmostEquals(p, whole[id]!, 1e-12));
    assertEquals(
      [...shapedProbabilities(logits, settings)].filter((p) => p > 0).length < 5,
      "top_p" in behind || "min_p" in behind || "typical_p" in behind,
    );
  }
});
