import { applyContextPolicy, type ContextWindow } from "@/lib/lm/generation/apply_context_policy.ts";
import type { ContextPolicy } from "@/lib/lm/generation/context_policy.ts";
import type { TokenRange } from "@/lib/lm/generation/generation.ts";
import { numberText } from "@/lib/lm/number_text.ts";

/** What fills a context window. */
interface ContextWindowOptions {
  /** Tokens the window holds. */
  readonly limit: number;
  readonly promptTokens: number;
  readonly generatedTokens: number;
  readonly policy: ContextPolicy;
  /** Tokens at the start that `keep_prefix` keeps, and the sinks of `slide_with_sinks`. */
  readonly keep?: number | undefined;
}

/** A context window, and what its policy does when one more token is to come. */
export interface ContextWindowReport {
  /** Tokens of prompt and generation. */
  readonly used: number;
  readonly free: number;
  /** Whether the next token needs the policy. */
  readonly full: boolean;
  /** Positions that stay after making room for one more token: half-open, ascending. */
  readonly kept: readonly TokenRange[];
  readonly dropped: readonly TokenRange[];
  /** What happens, what the policy does about it, and what goes and stays: as many as there is to say. */
  readonly sentences: readonly string[];
  /** All of them. */
  readonly explanation: string;
}

/**
 * Fills a context window and says what its policy keeps and drops before the next token.
 *
 * @throws {RangeError} If a number is negative or no whole number, or the limit is below 1.
 */
export function contextWindow(options: ContextWindowOptions): ContextWindowReport {
  const { limit, promptTokens, generatedTokens, policy, keep } = options;
  const used = promptTokens + generatedTokens;
  const ends = keep === undefined ? {} : { keep, sinks: keep };
  const { kept, dropped } = policy === "reject"
    ? refused(used, limit)
    : applyContextPolicy(used, limit, policy, ends);
  const full = used >= limit;
  const free = Math.max(0, limit - used);
  const sentences = full ? [fullSentence(used, limit, policy), ...policySentences(policy, kept, dropped)] : [
    `${numberText(used)} of ${numberText(limit)} tokens are used; ${
      numberText(free)
    } more fit before a policy is needed.`,
  ];
  return { used, free, full, kept, dropped, sentences, explanation: sentences.join(" ") };
}

/** A window that rejects keeps its first tokens; what came after them never got in. */
function refused(used: number, limit: number): ContextWindow {
  const end = Math.min(used, limit);
  return { kept: end > 0 ? [[0, end]] : [], dropped: used > limit ? [[limit, used]] : [] };
}

function fullSentence(used: number, limit: number, policy: ContextPolicy): string {
  if (used === limit) {
    return `The window is full at ${numberText(limit)} tokens: token ${numberText(used + 1)} needs a policy.`;
  }
  const since = `token ${numberText(limit + 1)}`;
  return policy === "reject"
    ? `The window was full at ${numberText(limit)} tokens: ${since} was refused.`
    : `The window holds ${numberText(limit)} of ${
      numberText(used)
    } tokens: from ${since} on each needs the policy.`;
}

function policySentences(
  policy: ContextPolicy,
  kept: readonly TokenRange[],
  dropped: readonly TokenRange[],
): string[] {
  const [lost, left] = [tokensText(dropped), tokensText(kept)];
  const outcome = `Dropped: ${lost}. Kept: ${left}.`;
  switch (policy) {
    case "reject":
      return dropped.length === 0
        ? ["It is rejected: nothing is dropped and generation stops."]
        : [`Kept: ${left}. Never got in: ${lost}.`];
    case "truncate_start":
      return ["The oldest tokens go, and with them any instruction at the start.", outcome];
    case "truncate_middle":
      return ["The middle goes; the start and the latest tokens stay.", outcome];
    case "keep_prefix":
      return ["The prefix stays, and the oldest tokens after it go.", outcome];
    case "slide_with_sinks":
      return ["The first tokens stay as attention sinks, and the window slides over the rest.", outcome];
    case "summarize":
      return [
        "A model has to summarize the older tokens into fewer; only then does the summary take their place.",
        outcome,
      ];
  }
}

/** Tokens counted from 1, as "token 8,001" beside them is: "token 1", "tokens 1 to 100 and 502 to 8,000". */
function tokensText(ranges: readonly TokenRange[]): string {
  if (ranges.length === 0) return "nothing";
  const isOne = ranges.length === 1 && ranges[0]![1] - ranges[0]![0] === 1;
  const names = ranges.map(([start, end]) =>
    end - start === 1 ? numberText(end) : `${numberText(start + 1)} to ${numberText(end)}`
  );
  return `${isOne ? "token" : "tokens"} ${names.join(" and ")}`;
}
