import type { LogitsOptions, TokenId } from "@/lib/lm/language_model.ts";

/**
 * `LanguageModel.logits` of a model without a cache: each row is computed from its own context.
 *
 * @param row Logits of the next token after a context.
 * @throws {RangeError} If more rows are asked for than there are tokens.
 */
export function answerRows(
  tokens: readonly TokenId[],
  { rows = 1, onRun }: LogitsOptions,
  row: (context: readonly TokenId[]) => Float32Array,
): Float32Array[] {
  if (rows > tokens.length) {
    throw new RangeError(
      `Cannot answer ${rows} rows for ${tokens.length} tokens: ask for at most one each`,
    );
  }
  const start = performance.now();
  const first = tokens.length - rows + 1;
  const answer = Array.from({ length: rows }, (_, index) => row(tokens.slice(0, first + index)));
  const milliseconds = performance.now() - start;
  onRun?.({ reused: 0, computed: rows, milliseconds, cacheTokens: 0, cacheBytes: 0 });
  return answer;
}
