import type { ContextPolicy } from "@/lib/lm/generation/context_policy.ts";
import type { TokenRange } from "@/lib/lm/generation/generation.ts";

/** Which positions a policy keeps in the context and which it drops, as half-open ranges, ascending. */
export interface ContextWindow {
  readonly kept: readonly TokenRange[];
  readonly dropped: readonly TokenRange[];
}

/** Options of {@linkcode applyContextPolicy}. */
interface ContextPolicyOptions {
  /** Tokens at the start that `keep_prefix` never drops. Default a quarter of the limit, rounded down. */
  readonly keep?: number;
  /** Tokens at the start that `slide_with_sinks` never drops. Default 4, as in StreamingLLM (Xiao et al. 2023). */
  readonly sinks?: number;
}

/**
 * Makes room for one more token in a context window.
 *
 * Below the limit nothing is dropped. From the limit on, at most `limit - 1` tokens stay:
 * - `reject`: all of them; the caller has to stop.
 * - `truncate_start`: the latest.
 * - `truncate_middle`: as many at the start as at the end (one more at the end where the number is odd).
 * - `keep_prefix`: the first `keep`, then the latest.
 * - `slide_with_sinks`: the first `sinks`, then the latest.
 * - `summarize`: the latest half of the window; what is dropped is what a summary has to replace.
 *
 * A prefix is cut where it would leave no room for the latest token, which a next token depends on most.
 *
 * @param length Tokens of prompt and generation so far.
 * @param limit Tokens the window holds; `Infinity` for no limit.
 * @throws {RangeError} If a number is negative or no whole number, or the limit is below 1.
 */
export function applyContextPolicy(
  length: number,
  limit: number,
  policy: ContextPolicy,
  options: ContextPolicyOptions = {},
): ContextWindow {
  checkCount("length", length, 0);
  if (limit !== Infinity) checkCount("limit", limit, 1);
  if (length < limit || policy === "reject") return windowOf(length, length, 0);
  const room = limit - 1;
  switch (policy) {
    case "truncate_start":
      return windowOf(length, 0, room);
    case "truncate_middle":
      return windowOf(length, Math.floor(room / 2), Math.ceil(room / 2));
    case "keep_prefix":
      return withPrefix(length, room, "keep", options.keep ?? Math.floor(limit / 4));
    case "slide_with_sinks":
      return withPrefix(length, room, "sinks", options.sinks ?? 4);
    case "summarize":
      return windowOf(length, 0, Math.floor(limit / 2));
  }
}

function checkCount(name: string, value: number, least: number): void {
  if (Number.isSafeInteger(value) && value >= least) return;
  throw new RangeError(
    `Cannot apply a context policy with ${name} ${value}: use a whole number from ${least} up`,
  );
}

function withPrefix(length: number, room: number, name: string, prefix: number): ContextWindow {
  checkCount(name, prefix, 0);
  const head = Math.max(0, Math.min(prefix, room - 1));
  return windowOf(length, head, room - head);
}

/** Keeps `head` positions at the start and `tail` at the end of `length`. */
function windowOf(length: number, head: number, tail: number): ContextWindow {
  const gap: TokenRange = [head, Math.max(head, length - tail)];
  const notEmpty = ([start, end]: TokenRange) => start < end;
  if (!notEmpty(gap)) return { kept: [[0, length] as const].filter(notEmpty), dropped: [] };
  return { kept: [[0, gap[0]] as const, [gap[1], length] as const].filter(notEmpty), dropped: [gap] };
}
