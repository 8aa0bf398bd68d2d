/**
 * The types of the autoregressive loop: what it is asked, what it yields, why it stops.
 *
 * @module
 */
import type { PickMode } from "@/lib/lm/sampler/pick_mode.ts";
import type { RankedToken } from "@/lib/lm/sampler/ranked_token.ts";
import type { ContextPolicy } from "@/lib/lm/generation/context_policy.ts";
import type { ModelRun, TokenId } from "@/lib/lm/language_model.ts";
import type { SamplerSettings } from "@/lib/lm/sampler/settings.ts";

/** Why a generation stopped. `visitor`: none of the conditions holds, someone stopped it or has not run it on. */
export type StopReason = "end" | "limit" | "stop" | "context" | "visitor" | "blocked";

/** A half-open range of token positions, 0-based. */
export type TokenRange = readonly [start: number, end: number];

/** A token of the generation with what was known when it was picked. */
export interface GeneratedToken extends RankedToken {
  /** Position in the generation, from 0: the draw of NumPy's `default_rng(seed)` that belongs to it. */
  readonly index: number;
  /** Whether the token was given (a path, or the visitor's choice) rather than picked. */
  readonly given: boolean;
  /** Entropy of the raw distribution, in nats. */
  readonly entropy: number;
  /** The likeliest tokens of that distribution, likeliest first. */
  readonly top: readonly RankedToken[];
  /** What the model's pass cost; null where the model did not say. */
  readonly run: ModelRun | null;
  /** Positions of prompt and generation that the context policy left out of this token's context. */
  readonly dropped: readonly TokenRange[];
}

/** What the loop is asked. */
export interface GenerateOptions {
  /** The prompt's tokens, begin token and template included. */
  readonly prompt: readonly TokenId[];
  /** Tokens given rather than picked, taken first. */
  readonly path?: readonly TokenId[];
  readonly sampler: SamplerSettings;
  readonly pick: PickMode;
  /** NumPy's `default_rng(seed)`; token i uses draw i, given tokens included. */
  readonly seed: number;
  /** The most tokens to generate, those of `path` included. */
  readonly maxTokens: number;
  /** Stop when the generated text holds one of these. */
  readonly stop?: readonly string[];
  /** Stop at one of the model's end tokens. Default true. */
  readonly stopAtEnd?: boolean;
  /** Phrases a policy interrupts at: generation stops with the token that completes one. */
  readonly blocked?: readonly string[];
  /** Tokens of context; default and maximum the model's own. */
  readonly contextLimit?: number;
  /** Default `reject`: the generation stops when the context is full. */
  readonly contextPolicy?: ContextPolicy;
  /** How many of the likeliest tokens to keep with each token. Default 100. */
  readonly top?: number;
  /** Whether the model may reuse its cache. Default true. */
  readonly cache?: boolean;
  readonly signal?: AbortSignal | undefined;
}
