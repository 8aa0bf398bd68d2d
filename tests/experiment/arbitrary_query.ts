/** Arbitrary experiments for property tests. */
import { DEFAULT_QUERY } from "@/lib/experiment/fields/predictor_fields.ts";
import type { PredictorQuery } from "@/lib/experiment/fields/predictor_query.ts";
import { normalizeText } from "@/lib/experiment/fields/text_fields.ts";
import { CONTEXT_POLICIES } from "@/lib/lm/generation/context_policy.ts";
import { perStage, STAGE_NAMES } from "@/lib/lm/sampler/stages.ts";
import { DEVICES } from "@/lib/models/model_provider.ts";
import fc from "fast-check";

const text = fc.string({ unit: "binary" }).map(normalizeText);
const phrases = fc.array(fc.string({ unit: "binary", minLength: 1 }).map((phrase) => phrase.toWellFormed()), {
  maxLength: 4,
});
const repository = fc.stringMatching(/^[A-Za-z0-9][\w.-]{0,20}\/[A-Za-z0-9][\w.-]{0,20}$/);

/** Any value of each stage. */
export const anyStages = perStage(({ min, max, whole }) =>
  whole ? fc.integer({ min, max }) : fc.double({ min, max, noNaN: true }).map((value) => value + 0)
);

/** Any valid experiment. */
export const anyQuery: fc.Arbitrary<PredictorQuery> = fc.record({
  text,
  model: fc.oneof(fc.constant(DEFAULT_QUERY.model), repository),
  revision: fc.constantFrom("", "main", "0123456789abcdef", "refs/pr/3"),
  dtype: fc.constantFrom("auto", "q4", "q4f16", "fp32"),
  device: fc.constantFrom(...DEVICES),
  chat: fc.boolean(),
  ...anyStages,
  stages: fc.shuffledSubarray([...STAGE_NAMES]),
  pick: fc.constantFrom("greedy" as const, "sample" as const),
  seed: fc.maxSafeNat(),
  max_tokens: fc.nat(100_000),
  stop: phrases,
  stop_at_end: fc.boolean(),
  blocked: phrases,
  context_limit: fc.option(fc.integer({ min: 1, max: 10_000_000 })),
  context_policy: fc.constantFrom(...CONTEXT_POLICIES),
  path: fc.array(fc.nat(0x7fffffff)),
  beside: fc.constantFrom("", "counts", "OWNER/NAME-1.5"),
  heads_off: fc.uniqueArray(
    fc.tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 4 })).map((head) => head.join(".")),
    { maxLength: 24 },
  ).map((names) => names.sort()),
  branches: fc.array(fc.array(fc.nat(0x7fffffff), { minLength: 1 }), { maxLength: 3 }),
  top: fc.integer({ min: 1, max: 1000 }),
});
