import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { entropy } from "@/lib/lm/distribution/entropy.ts";
import { softmax } from "@/lib/lm/distribution/softmax.ts";
import { DEFAULT_SAMPLER, STAGE_NAMES } from "@/lib/lm/sampler/settings.ts";
import { shape } from "@/lib/lm/sampler/shape.ts";
import { keepTypical } from "@/lib/lm/sampler/typical_p.ts";

/** What `TypicalLogitsWarper(mass)` of transformers 5.24 keeps of these logits (float32). */
const HUGGING_FACE: readonly [logits: readonly number[], mass: number, kept: readonly number[]][] = [
  [[3, 1.5, -1, -2, -3], 0.2, [0]],
  [[3, 1.5, -1, -2, -3], 0.9, [0, 1]],
  [[0, 0, 0, 0], 0.3, [0, 1, 2, 3]],
  [[2.4, 1.7, 0.2], 0.5, [0, 1]],
  [[5, 4.9, 1, 0.5, 0, -3], 0.5, [0, 1]],
  [[3, 1.5, -1, -2, -3], 0.95, [0, 1]],
  [[1, 1, 0, 0, -1], 0.6, [0, 1]],
];

const idsOf = (logits: ArrayLike<number>) =>
  Array.from(logits).flatMap((logit, id) => logit > -Infinity ? [id] : []);

Deno.test("keepTypical() keeps what Hugging Face's warper keeps", () => {
  for (const [logits, mass, kept] of HUGGING_FACE) {
    assertEquals(idsOf(keepTypical(logits, mass)), kept, `${mass}`);
  }
});

Deno.test("keepTypical() keeps the tokens nearest to the entropy, no fewer than reach the mass, equals together", () => {
  const logits = fc.array(fc.double({ min: -20, max: 20, noNaN: true }), { minLength: 1, maxLength: 40 });
  fc.assert(fc.property(logits, fc.double({ min: 0, max: 0.999, noNaN: true }), (given, mass) => {
    const kept = new Set(idsOf(keepTypical(given, mass)));
    const probabilities = softmax(given);
    const nats = entropy(probabilities);
    const far = Array.from(probabilities, (probability) => Math.abs(-Math.log(probability) - nats));
    const reached = [...kept].reduce((sum, id) => sum + probabilities[id]!, 0);
    const furthest = Math.max(...[...kept].map((id) => far[id]!));
    const within = [...kept].filter((id) => far[id]! < furthest).reduce(
      (sum, id) => sum + probabilities[id]!,
      0,
    );
    const dropped = far.filter((_, id) => !kept.has(id));
    return reached >= mass - 1e-9 && within < mass + 1e-9 && dropped.every((each) => each > furthest);
  }));
});

Deno.test("a typical-p that an order does not name runs last where it is on, and is not named where it is off", () => {
  const logits = [3, 1.5, -1, -2, -3];
  const stages = STAGE_NAMES.filter((name) => name !== "typical_p");
  const off = shape(logits, { ...DEFAULT_SAMPLER, stages });
  const on = shape(logits, { ...DEFAULT_SAMPLER, stages, typical_p: 0.2 });
  assertEquals(off.stages.map(({ name }) => name), stages);
  assertEquals(on.stages.map(({ name }) => name), [...stages, "typical_p"]);
  assertEquals(Array.from(on.probabilities), [1, 0, 0, 0, 0]);
  assertEquals(on.probabilities, shape(logits, { ...DEFAULT_SAMPLER, typical_p: 0.2 }).probabilities);
});
