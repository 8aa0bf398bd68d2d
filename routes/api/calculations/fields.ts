/**
 * Parts of schemas that several endpoints share.
 *
 * @module
 */
import { z } from "zod";
import { MAX_LOGITS, MAX_TEMPERATURE, MAX_TOKEN_LENGTH } from "@/lib/experiment/fields/calculation_limits.ts";

/** One logit for each token. */
export const logits = z.array(z.number()).min(1).max(MAX_LOGITS)
  .describe("Scores on the natural-log scale, one for each token; not normalized");

/** A sampling temperature. */
export const temperature = z.number().min(0).max(MAX_TEMPERATURE).default(1)
  .describe("Divides the logits; 0 is greedy: the likeliest token, the first of equals, has probability 1");

/** A token or a label as text. */
export const tokenText = z.string().max(MAX_TOKEN_LENGTH);

/** A seed of NumPy's `default_rng`. */
export const seed = z.int().min(0).max(Number.MAX_SAFE_INTEGER)
  .describe("Seed of NumPy's default_rng: the same draws as there");

/** A number that would be infinite where it is null. */
export const finiteOrNull = z.number().nullable();

/** A probability. */
export const probability = z.number().min(0).max(1);
