/**
 * What `POST /v1/completions` takes: OpenAI's fields, and an answer for those that a model here cannot follow.
 *
 * @module
 */
import { z } from "zod";

/** Prompts of a request at most. */
const MAX_PROMPTS = 32;
const MAX_CHARACTERS = 16_000;

const text = z.string().max(MAX_CHARACTERS);
const ids = z.array(z.int().min(0)).min(1).max(4096);

/** A field that is taken in its neutral value only. */
function only<T extends number | string | null>(values: readonly T[], what: string) {
  const message = `${what} is not supported: leave it out`;
  return z.any().optional().refine((value) => value === undefined || values.includes(value), { message });
}

/** The request's schema. What is not known is ignored, as OpenAI does. */
export const completionRequest = z.object({
  model: z.string(),
  prompt: z.union([text, ids, z.array(text).min(1).max(MAX_PROMPTS), z.array(ids).min(1).max(MAX_PROMPTS)])
    .default(""),
  max_tokens: z.int().min(0).max(512).nullish().transform((value) => value ?? 16),
  temperature: z.number().min(0).max(2).nullish().transform((value) => value ?? 1),
  top_p: z.number().min(0).max(1).nullish().transform((value) => value ?? 1),
  seed: z.int().min(0).nullish().transform((value) => value ?? null),
  stop: z.union([z.string(), z.array(z.string()).max(4)]).nullish()
    .transform((value) =>
      value === null || value === undefined ? [] : [value].flat().filter((each) => each !== "")
    ),
  logprobs: z.int().min(0).max(20).nullish().transform((value) => value ?? null),
  echo: z.boolean().nullish().transform((value) => value ?? false),
  stream: z.boolean().nullish().transform((value) => value ?? false),
  n: only([1, null], "n"),
  best_of: only([1, null], "best_of"),
  suffix: only(["", null], "suffix"),
  presence_penalty: only([0, null], "presence_penalty"),
  frequency_penalty: only([0, null], "frequency_penalty"),
  logit_bias: z.record(z.string(), z.number()).nullish().refine(
    (value) => Object.keys(value ?? {}).length === 0,
    { message: "logit_bias is not supported: leave it out" },
  ),
});

/** A request that was read. */
export type CompletionRequest = z.output<typeof completionRequest>;

/** The prompts of a request, one answer each. */
export function promptsOf({ prompt }: CompletionRequest): readonly (string | readonly number[])[] {
  if (typeof prompt === "string") return [prompt];
  return typeof prompt[0] === "number" ? [prompt as number[]] : prompt as (string[] | number[][]);
}
