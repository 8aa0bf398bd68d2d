/**
 * The same text under the other conventions: how far a choice alone moves the figure.
 *
 * @module
 */
import type { LanguageModel } from "@/lib/lm/language_model.ts";
import { type ConventionRequest, settleConvention } from "@/lib/lm/loss/text/convention.ts";
import { planPasses } from "@/lib/lm/loss/text/passes.ts";
import { type ScoredDocument, scoreIds } from "@/lib/lm/loss/text/score_document.ts";
import { type TextTotals, textTotals } from "@/lib/lm/loss/text/totals.ts";

/** A choice and what it gives. */
export interface ConventionResult {
  /** A few words: what is chosen. */
  readonly label: string;
  readonly request: ConventionRequest;
  /** Null where the choice scores nothing of this text. */
  readonly totals: Pick<TextTotals, "tokensScored" | "perplexity" | "bitsPerByte" | "meanNllNats"> | null;
}

/** What is compared, for a window of this number of tokens. */
function choices(window: number, hasBegin: boolean): Omit<ConventionResult, "totals">[] {
  const open = { window, stride: null, bos: null };
  return [
    { label: "Hugging Face, stride half a window", request: { convention: "hf", ...open } },
    { label: "Hugging Face, stride a whole window", request: { convention: "hf", ...open, stride: window } },
    { label: "llama.cpp", request: { convention: "llama_cpp", ...open } },
    { label: "lm-eval, rolling", request: { convention: "lm_eval", ...open } },
    ...(hasBegin
      ? [
        {
          label: "Hugging Face, no begin token",
          request: { convention: "hf", ...open, bos: "none" },
        } as const,
      ]
      : []),
  ];
}

/** Scores a text under each choice that differs from how it was scored; passes that are the same are not run again. */
export async function compareConventions(
  model: LanguageModel,
  scored: ScoredDocument,
  signal?: AbortSignal,
): Promise<ConventionResult[]> {
  const ids = scored.tokens.map(({ id }) => id);
  const { window } = scored.settings;
  const known = new Map([[keyOf(planPasses(ids, scored.settings)), textTotals(scored.text, scored.tokens)]]);
  const results: ConventionResult[] = [];
  for (const { label, request } of choices(window, model.beginToken !== null)) {
    const key = keyOf(planPasses(ids, settleConvention(model, request)));
    const totals = known.get(key) ??
      textTotals(
        scored.text,
        (await scoreIds(model, scored.text, ids, { convention: request, signal })).tokens,
      );
    known.set(key, totals);
    results.push({ label, request, totals: totals.tokensScored === 0 ? null : pick(totals) });
  }
  return results;
}

function keyOf(passes: ReturnType<typeof planPasses>): string {
  return passes.map(({ tokens, from, first }) => `${first}:${from}:${tokens.length}:${tokens[0]}`).join(" ");
}

function pick({ tokensScored, perplexity, bitsPerByte, meanNllNats }: TextTotals) {
  return { tokensScored, perplexity, bitsPerByte, meanNllNats };
}
