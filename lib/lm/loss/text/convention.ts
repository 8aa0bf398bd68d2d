/**
 * How a text longer than a model's context is cut into passes, and which of its tokens count: the choices that move
 * a perplexity without moving the model.
 *
 * @module
 */
import type { LanguageModel, TokenId } from "@/lib/lm/language_model.ts";
import { ConventionError } from "@/lib/lm/loss/text/convention_error.ts";

/** `hf`: strided windows, as transformers' documentation has them. `llama_cpp`: its perplexity tool. `lm_eval`: rolling. */
export const CONVENTIONS = ["hf", "llama_cpp", "lm_eval"] as const;

/** One of {@linkcode CONVENTIONS}. */
export type Convention = typeof CONVENTIONS[number];

/** What is asked for; null is the convention's own choice. */
export interface ConventionRequest {
  readonly convention: Convention;
  /** Tokens of a pass. Default: the smaller of the model's context and 512. */
  readonly window: number | null;
  /** Tokens that a window of `hf` moves by. Default: half of the window. */
  readonly stride: number | null;
  /** The token in front; `none` for none. Default: what the model puts in front of every text. */
  readonly bos: TokenId | "none" | null;
}

/** A convention with everything decided. */
export interface ConventionSettings {
  readonly convention: Convention;
  readonly window: number;
  /** Equal to the window where the convention has no stride. */
  readonly stride: number;
  /** Null for none. */
  readonly bos: TokenId | null;
}

/** The convention of this site where nothing is asked for. */
export const DEFAULT_CONVENTION: ConventionRequest = {
  convention: "hf",
  window: null,
  stride: null,
  bos: null,
};

/** The window where a model takes more. */
export const DEFAULT_WINDOW = 512;

type Facts = Pick<LanguageModel, "contextLength" | "beginToken" | "endTokens" | "vocabulary">;

/**
 * Decides what is left open for a model.
 *
 * @throws {ConventionError} If the window does not fit the model, the stride the window, or the token the vocabulary.
 */
export function settleConvention(model: Facts, request: ConventionRequest): ConventionSettings {
  const { convention } = request;
  const window = request.window ?? Math.min(model.contextLength, DEFAULT_WINDOW);
  if (!Number.isInteger(window) || window < 2) {
    throw new ConventionError("window", `A window holds at least 2 tokens: received ${window}`);
  }
  if (window > model.contextLength) {
    throw new ConventionError(
      "window",
      `The window of ${window} is larger than the model's context of ${model.contextLength} tokens`,
    );
  }
  const stride = convention === "hf" ? request.stride ?? Math.max(1, Math.floor(window / 2)) : window;
  if (!Number.isInteger(stride) || stride < 1 || stride > window) {
    throw new ConventionError(
      "stride",
      `A window is moved by 1 to its own ${window} tokens (the stride): received ${stride}`,
    );
  }
  return { convention, window, stride, bos: settleBegin(model, request) };
}

function settleBegin(model: Facts, { convention, bos }: ConventionRequest): TokenId | null {
  if (bos === "none") return null;
  if (bos === null) {
    return model.beginToken ?? (convention === "lm_eval" ? model.endTokens[0] ?? null : null);
  }
  if (!Number.isInteger(bos) || bos < 0 || bos >= model.vocabulary.size) {
    throw new ConventionError(
      "bos",
      `The begin token ${bos} is not in the vocabulary of ${model.vocabulary.size}`,
    );
  }
  return bos;
}
